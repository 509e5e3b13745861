package dev.tributary.local.demo;

/**
 * One statement about the run that is true or false.
 *
 * @param detail the numbers that show it
 */
public record Check(String name, boolean ok, String detail) {}

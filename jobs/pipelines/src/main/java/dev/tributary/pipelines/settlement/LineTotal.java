package dev.tributary.pipelines.settlement;

/**
 * One sum of the accounting equation, since the log began: a row of table {@code line_total}.
 *
 * @param name {@code reported}, {@code counted}, {@code duplicate}, {@code pending}, or {@code rejected.} and the reason
 */
public record LineTotal(String name, long lines) {}

package dev.tributary.chain;

/**
 * What a transaction asked a contract to do.
 *
 * @param to lower-case 0x address; "" for one that creates a contract
 * @param input call data, 0x-hex
 */
public record SentCall(String to, String input) {}

package dev.tributary.chain;

/**
 * A log as its contract meant it.
 *
 * @param args JSON object text of the parameters by their Solidity names, in the order of their declaration
 */
public record DecodedEvent(String contract, String event, String args) {}

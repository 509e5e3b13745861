package dev.tributary.chain;

/** The node serves another chain than the configured one; nothing it says may be used. */
public final class WrongChainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongChainException(long expected, long actual) {
        super("CHAIN_ID_MISMATCH: the node serves chain " + actual + ", configured is chain " + expected
                + ". Point the RPC URL to a node of chain " + expected + ", or correct the chain id.");
    }
}

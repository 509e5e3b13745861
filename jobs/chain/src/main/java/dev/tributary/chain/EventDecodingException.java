package dev.tributary.chain;

/** A log that is not an event of the contract's committed ABI: the deployed contract is not the one this program knows. */
public final class EventDecodingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventDecodingException(EvmLog log, String why) {
        super("CHAIN_LOG_UNKNOWN: log " + log.logIndex() + " of block " + log.blockNumber() + " by " + log.address()
                + ": "
                + why + ". Deploy the version of this program that was built with the contract's ABI, and check the"
                + " configured addresses.");
    }

    EventDecodingException(EvmLog log, RuntimeException cause) {
        this(log, String.valueOf(cause.getMessage()));
        initCause(cause);
    }
}

package dev.tributary.pipelines.ingest;

/** What has been written to the log cannot be reconciled with the chain; a restart would not help, a person has to look. */
public final class IngestHaltedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private IngestHaltedException(String message) {
        super(message);
    }

    static IngestHaltedException finalizedBlockChanged(long block, String read, String now) {
        return new IngestHaltedException("INGEST_FINALIZED_BLOCK_CHANGED: block " + block
                + " was read as final with hash "
                + read + ", and the node now has " + now + " there. Nothing more is written. Compare both hashes with"
                + " other nodes of the chain: if the node is wrong, point chain.rpc-url to a right one and start from the last"
                + " checkpoint; if the chain has dropped final blocks, the events after the fork are void and the log has"
                + " to be rebuilt from the deployment block into a new topic.");
    }
}

package dev.tributary.pipelines;

/** Names under which the operators of ChainIngestJob find their state again; they never change. */
public final class ChainIngestUids {
    public static final String READ_CHAIN = "ingest.read-chain";
    public static final String WRITE_CHAIN_EVENTS = "ingest.write-chain-events";
    public static final String MAKE_HEARTBEATS = "ingest.make-heartbeats";
    public static final String SPREAD_HEARTBEATS = "ingest.spread-heartbeats";
    public static final String WRITE_HEARTBEATS = "ingest.write-heartbeats";

    private ChainIngestUids() {}
}

package dev.tributary.pipelines.ingest;

import dev.tributary.chain.EvmRpc;
import java.io.Serializable;

/** Makes the connection where the source runs; it travels there with the job. */
@FunctionalInterface
public interface EvmRpcFactory extends Serializable {
    /** A connection that the caller closes; making it contacts no node yet. */
    EvmRpc connect();
}

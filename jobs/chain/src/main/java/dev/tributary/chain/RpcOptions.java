package dev.tributary.chain;

import java.io.Serializable;

/**
 * How to reach a node.
 *
 * @param url HTTP JSON-RPC address
 * @param chainId the chain it has to serve
 * @param confirmations 0 to trust the chain's {@code finalized} tag; else a block counts as final when this many blocks
 *     follow it
 * @param timeoutMillis longest wait for one answer
 * @param attempts how often a read is tried in all
 */
public record RpcOptions(String url, long chainId, long confirmations, long timeoutMillis, int attempts)
        implements Serializable {
    private static final long DEFAULT_TIMEOUT_MILLIS = 15_000;
    private static final int DEFAULT_ATTEMPTS = 4;

    public RpcOptions {
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw new IllegalArgumentException("the RPC URL starts with http:// or https://");
        }
        if (chainId < 1 || confirmations < 0 || timeoutMillis < 1 || attempts < 1) {
            throw new IllegalArgumentException("chain id, timeout and attempts start at 1, confirmations at 0");
        }
    }

    /** The chain's own finality, 15 seconds per answer, four attempts. */
    public static RpcOptions of(String url, long chainId) {
        return new RpcOptions(url, chainId, 0, DEFAULT_TIMEOUT_MILLIS, DEFAULT_ATTEMPTS);
    }

    /** Without the URL: the path of a provider's URL is often its access key. */
    @Override
    public String toString() {
        return "RpcOptions[chainId=" + chainId + ", confirmations=" + confirmations + "]";
    }
}

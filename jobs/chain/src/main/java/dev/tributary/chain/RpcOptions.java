package dev.tributary.chain;

import java.io.Serializable;
import java.util.List;

/**
 * How to reach the nodes of a chain.
 *
 * @param urls HTTP JSON-RPC addresses, the preferred one first
 * @param chainId the chain it has to serve
 * @param confirmations 0 to trust the chain's {@code finalized} tag; else a block counts as final when this many blocks
 *     follow it
 * @param timeoutMillis longest wait for one answer
 * @param attempts how often a read is tried in all
 */
public record RpcOptions(List<String> urls, long chainId, long confirmations, long timeoutMillis, int attempts)
        implements Serializable {
    private static final long DEFAULT_TIMEOUT_MILLIS = 15_000;
    private static final int DEFAULT_ATTEMPTS = 4;

    public RpcOptions {
        urls = List.copyOf(urls);
        if (urls.isEmpty() || !urls.stream().allMatch(url -> url.startsWith("http://") || url.startsWith("https://"))) {
            throw new IllegalArgumentException("every RPC URL starts with http:// or https://, and there is one");
        }
        if (chainId < 1 || confirmations < 0 || timeoutMillis < 1 || attempts < 1) {
            throw new IllegalArgumentException("chain id, timeout and attempts start at 1, confirmations at 0");
        }
    }

    /** One node, or several separated by commas or white space. */
    public RpcOptions(String urls, long chainId, long confirmations, long timeoutMillis, int attempts) {
        this(List.of(urls.strip().split("[,\\s]+")), chainId, confirmations, timeoutMillis, attempts);
    }

    /** The chain's own finality, 15 seconds per answer, four attempts. */
    public static RpcOptions of(String url, long chainId) {
        return new RpcOptions(url, chainId, 0, DEFAULT_TIMEOUT_MILLIS, DEFAULT_ATTEMPTS);
    }

    /** The same for one of the nodes alone, each read tried once. */
    RpcOptions only(String url) {
        return new RpcOptions(List.of(url), chainId, confirmations, timeoutMillis, 1);
    }

    /** Without the URLs: the path of a provider's URL is often its access key. */
    @Override
    public String toString() {
        return "RpcOptions[chainId=" + chainId + ", confirmations=" + confirmations + "]";
    }
}

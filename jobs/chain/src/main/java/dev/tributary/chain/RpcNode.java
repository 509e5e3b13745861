package dev.tributary.chain;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of several nodes, and whether it is left alone for a while. Its address is never shown: it may hold a key. */
final class RpcNode {
    private static final Logger LOG = LoggerFactory.getLogger(RpcNode.class);
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String name;
    private final EvmRpc rpc;
    private volatile boolean resting;
    private volatile long restsUntil;

    RpcNode(String name, EvmRpc rpc) {
        this.name = name;
        this.rpc = rpc;
    }

    /** Those that rest come last: they are asked when nobody else answers. */
    static List<RpcNode> inOrder(List<RpcNode> nodes) {
        return nodes.stream().sorted(Comparator.comparing(RpcNode::isResting)).toList();
    }

    String name() {
        return name;
    }

    EvmRpc rpc() {
        return rpc;
    }

    void rest(String why) {
        resting = true;
        restsUntil = System.nanoTime() + REST_NANOS;
        LOG.warn("{} rests for {} s: {}", name, TimeUnit.NANOSECONDS.toSeconds(REST_NANOS), why);
    }

    boolean isResting() {
        if (resting && System.nanoTime() - restsUntil >= 0) {
            resting = false;
        }
        return resting;
    }

    /** Null when it does not have the block, or does not answer. */
    @Nullable
    String hashOf(long block) {
        try {
            return rpc.headers(block, block).get(0).hash();
        } catch (RpcException | WrongChainException e) {
            rest(String.valueOf(e.getMessage()));
            return null;
        }
    }
}

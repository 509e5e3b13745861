package dev.tributary.chain;

import org.jspecify.annotations.Nullable;

/** What went wrong in one round over all nodes, and which of it the caller is told: a refusal says most. */
final class RpcFailures {
    private static final int LIMIT_EXCEEDED = -32_005;

    private @Nullable RpcRefusedException refusal;
    private @Nullable RpcUnavailableException silence;
    private @Nullable WrongChainException wrongChain;

    /** A node that refuses a request may be right; one that gives no usable answer, or too few, rests. */
    void note(RpcNode node, RuntimeException failure) {
        if (failure instanceof RpcRefusedException refused) {
            refusal = refusal == null ? refused : refusal;
            if (refused.code() != LIMIT_EXCEEDED) {
                return;
            }
        } else if (failure instanceof RpcUnavailableException unavailable) {
            silence = unavailable;
        } else if (failure instanceof WrongChainException wrong) {
            wrongChain = wrong;
        }
        node.rest(String.valueOf(failure.getMessage()));
    }

    RuntimeException worst() {
        if (refusal != null) {
            return refusal;
        }
        if (silence != null) {
            return silence;
        }
        return wrongChain == null ? new IllegalStateException("no node was asked") : wrongChain;
    }
}

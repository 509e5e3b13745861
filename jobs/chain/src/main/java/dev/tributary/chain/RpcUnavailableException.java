package dev.tributary.chain;

/**
 * No answer that can be used: the node is not reachable, too slow, overloaded or answers nonsense. Whether a request that
 * changes something took effect is unknown.
 */
public sealed class RpcUnavailableException extends RpcException permits RpcDisagreementException {
    private static final long serialVersionUID = 1L;

    RpcUnavailableException(String method, String why) {
        super("RPC_UNAVAILABLE: " + method + " got no usable answer: " + why
                + ". Check the node and the configured URL.");
    }

    RpcUnavailableException(String method, Throwable cause) {
        super(
                "RPC_UNAVAILABLE: " + method + " got no usable answer: " + cause
                        + ". Check the node and the configured URL.",
                cause);
    }
}

package dev.tributary.chain;

/** A JSON-RPC request without a usable answer; see the two kinds. */
public abstract sealed class RpcException extends RuntimeException
        permits RpcUnavailableException, RpcRefusedException {
    private static final long serialVersionUID = 1L;

    RpcException(String message) {
        super(message);
    }

    RpcException(String message, Throwable cause) {
        super(message, cause);
    }
}

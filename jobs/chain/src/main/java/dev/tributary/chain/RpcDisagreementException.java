package dev.tributary.chain;

/** Two nodes of one chain have different blocks at a height that both call final: none of them is believed. */
public final class RpcDisagreementException extends RpcUnavailableException {
    private static final long serialVersionUID = 1L;

    RpcDisagreementException(String method, String why) {
        super(method, why);
    }
}

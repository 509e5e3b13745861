package dev.tributary.chain;

/** The node understood the request and answered with an error, for example a reverted call or a nonce already used. */
public final class RpcRefusedException extends RpcException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final String revertHex;

    RpcRefusedException(String method, int code, String reason, String revertHex) {
        super("RPC_REFUSED: " + method + " was refused with " + code + ": " + reason);
        this.code = code;
        this.reason = reason;
        this.revertHex = revertHex;
    }

    /** The JSON-RPC error code. */
    public int code() {
        return code;
    }

    /** The node's own words; their form differs between nodes. */
    public String reason() {
        return reason;
    }

    /** What a reverted call returned, 0x-hex: the selector and arguments of a custom error; empty when there is none. */
    public String revertHex() {
        return revertHex;
    }
}

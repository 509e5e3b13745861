package dev.tributary.chain;

import java.util.Locale;

/**
 * The node answered with an error. {@link #isRevert} tells a reverted call from the rest: a nonce already used, a range too
 * wide, but also a rate limit or a block that the node does not have yet.
 */
public final class RpcRefusedException extends RpcException {
    private static final long serialVersionUID = 1L;

    /** For a reverted call, in nodes that follow Geth. */
    private static final int REVERTED = 3;

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

    /**
     * Whether the contract turned the call down, so that asking again gives the same answer. Nodes show it in different
     * ways: by the code, by what the call returned, or in words alone.
     */
    public boolean isRevert() {
        return code == REVERTED
                || !revertHex.isEmpty()
                || reason.toLowerCase(Locale.ROOT).contains("revert");
    }

    /** What a reverted call returned, 0x-hex: the selector and arguments of a custom error; empty when there is none. */
    public String revertHex() {
        return revertHex;
    }
}

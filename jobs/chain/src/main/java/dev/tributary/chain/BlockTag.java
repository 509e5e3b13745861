package dev.tributary.chain;

/** The state of the chain a read is about: after a numbered block, or one of the moving tags. */
public record BlockTag(String text) {
    public static final BlockTag LATEST = new BlockTag("latest");
    public static final BlockTag PENDING = new BlockTag("pending");

    /** After the block of this number. */
    public static BlockTag at(long blockNumber) {
        return new BlockTag("0x" + Long.toHexString(blockNumber));
    }
}

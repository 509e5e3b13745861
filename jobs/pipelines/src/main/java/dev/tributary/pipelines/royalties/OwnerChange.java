package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.money.Hex;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A model's NFT changed hands. Its mint is no change: {@code ModelRegistered} names the first owner. */
record OwnerChange(String model, String owner) {
    private static final String NOBODY = "0x" + "0".repeat(40);
    private static final int MODEL_BITS = 256;

    /** Null when the event is another. */
    static @Nullable OwnerChange read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.MODEL_REGISTRY)
                || !event.event().equals("Transfer")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        if (arguments.address("from").equals(NOBODY)) {
            return null;
        }
        return new OwnerChange(modelOf(event, arguments.integer("tokenId")), arguments.address("to"));
    }

    private static String modelOf(ChainEvent event, BigInteger tokenId) {
        if (tokenId.bitLength() > MODEL_BITS) {
            throw ChainArguments.malformed(event, "tokenId " + tokenId + " has more than 256 bits");
        }
        byte[] minimal = tokenId.toByteArray();
        byte[] word = new byte[MODEL_BITS / Byte.SIZE];
        int length = Math.min(minimal.length, word.length);
        System.arraycopy(minimal, minimal.length - length, word, word.length - length, length);
        return Hex.of(word);
    }
}

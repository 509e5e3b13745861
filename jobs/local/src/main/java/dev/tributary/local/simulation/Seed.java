package dev.tributary.local.simulation;

import dev.tributary.domain.money.Keccak;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Where everything of a simulation comes from. Each purpose has its own randomness, so they do not disturb each other. */
public record Seed(long value) {
    /** 32 bytes that only this seed and purpose give. */
    public byte[] bytes(String purpose) {
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        return Keccak.hash(
                "tributary simulation".getBytes(StandardCharsets.UTF_8),
                number,
                purpose.getBytes(StandardCharsets.UTF_8));
    }

    public SplittableRandom random(String purpose) {
        return new SplittableRandom(ByteBuffer.wrap(bytes(purpose)).getLong());
    }

    /** Somebody with a key of this seed's making. */
    public Party party(String name) {
        return Party.of(name, bytes("key of " + name));
    }
}

package dev.tributary.bench.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;

/** The ids of everybody and everything in the workload, each made of its name. */
final class Cast {
    static final String MODEL_REGISTRY = address("model registry");
    static final String GATEWAY_REGISTRY = address("gateway registry");
    static final String VAULT = address("vault");
    static final String PASSES = address("passes");
    static final String TOKEN = address("token");
    static final String TREASURY = address("treasury");

    private Cast() {}

    static String model(int index) {
        return Hex.of(hash("model " + index));
    }

    static String payer(int index) {
        return address("payer " + index);
    }

    static String owner(int index) {
        return address("owner " + index);
    }

    static String address(String name) {
        return Hex.of(hash(name)).substring(0, 42);
    }

    static byte[] hash(String name) {
        return Keccak.hash(name.getBytes(UTF_8));
    }
}

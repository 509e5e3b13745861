package dev.tributary.bench.settlement;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.settlement.Leaf;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Leaves as the settlement run has them: of random accounts and amounts in one token, created in the order of the accounts. */
final class Accounts {
    private static final String TOKEN = "0x" + "a0".repeat(20);
    private static final int ADDRESS_BYTES = 20;
    private static final int AMOUNT_BITS = 64;

    private Accounts() {}

    static List<Leaf> leaves(int count, long seed) {
        Random random = new Random(seed);
        byte[][] addresses = new byte[count][ADDRESS_BYTES];
        for (byte[] address : addresses) {
            random.nextBytes(address);
        }
        Arrays.sort(addresses, Arrays::compareUnsigned);
        List<Leaf> leaves = new ArrayList<>(count);
        for (byte[] address : addresses) {
            leaves.add(new Leaf(Hex.of(address), TOKEN, new BigInteger(AMOUNT_BITS, random).add(BigInteger.ONE)));
        }
        return leaves;
    }

    /** A line each: account, token, amount. */
    static void write(List<Leaf> leaves, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Leaf leaf : leaves) {
                out.write(leaf.account() + " " + leaf.token() + " " + leaf.cumulative() + "\n");
            }
        }
    }
}

package dev.tributary.local.worlds;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Ways to make the bytes of a good report {@code MALFORMED_JSON} before it is signed. */
final class MalformedReports {
    static final List<UnaryOperator<byte[]>> ALL = all();

    private MalformedReports() {}

    private static List<UnaryOperator<byte[]>> all() {
        List<UnaryOperator<byte[]>> kinds = new ArrayList<>();
        for (String document : List.of(
                "",
                "  ",
                "[]",
                "{}",
                "null",
                "\"[]\"",
                "[1]",
                "[null]",
                "[[]]",
                "[{},[]]",
                "[{}],",
                "[{}]]",
                "[{}][{}]",
                "[{}]\u0000",
                "[{},]",
                "[,{}]",
                "[{}",
                "[{\"a\":1,\"a\":2}]",
                "[{\"a\":1,\"\\u0061\":2}]",
                "[{},{\"x\":[{\"b\":[],\"b\":{}}]}]",
                "[{\"a\":01}]",
                "[{\"a\":+1}]",
                "[{\"a\":.5}]",
                "[{\"a\":1.}]",
                "[{\"a\":NaN}]",
                "[{\"a\":-Infinity}]",
                "[{\"a\":0x10}]",
                "[{\"a\":True}]",
                "[{\"a\":undefined}]",
                "[{a:1}]",
                "[{'a':1}]",
                "[{\"a\" 1}]",
                "[{\"a\":}]",
                "[{\"a\":1,}]",
                "[{\"a\":\"\t\"}]",
                "[{\"a\":\"\\x\"}]",
                "[{\"a\":\"\\u12\"}]",
                "[{}/**/]",
                "[{}]//",
                "[{}]\u00A0",
                "\u000B[{}]",
                "[{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}]")) {
            kinds.add(good -> document.getBytes(StandardCharsets.UTF_8));
        }
        kinds.add(good -> join(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, good));
        kinds.add(good -> Arrays.copyOf(good, good.length - 1));
        kinds.add(good -> join(good, good));
        kinds.add(good -> new String(good, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE));
        kinds.add(good -> new String(good, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16));
        kinds.add(good -> ("[" + "{},".repeat(4_000) + "{}]").getBytes(StandardCharsets.UTF_8));
        for (byte[] notUtf8 : List.of(
                new byte[] {(byte) 0xFF},
                new byte[] {(byte) 0xE9},
                new byte[] {(byte) 0xC0, (byte) 0x80},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xE2, (byte) 0x82})) {
            kinds.add(good -> join(
                    join("[{\"a\":\"".getBytes(StandardCharsets.UTF_8), notUtf8),
                    "\"}]".getBytes(StandardCharsets.UTF_8)));
        }
        return kinds;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}

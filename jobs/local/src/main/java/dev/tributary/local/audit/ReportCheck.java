package dev.tributary.local.audit;

import dev.tributary.local.audit.JsonTree.JsonArray;
import dev.tributary.local.audit.JsonTree.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.web3j.utils.Numeric;

/**
 * The checks on a whole report, in the protocol's order.
 *
 * @param signaturesMatter false when any signature will do that has the form of one
 * @param signatures what to check signatures against; null when the chain log names no gateway registry, so that no
 *     report can be authentic
 */
record ReportCheck(
        int partitions, boolean signaturesMatter, @Nullable ReportSignature signatures) {
    private static final int LARGEST_BYTES = 1 << 20;
    private static final int MOST_LINES = 4_000;
    private static final Pattern GATEWAY = Pattern.compile("0x[0-9a-f]{40}");
    private static final Pattern SEQUENCE = Pattern.compile("0|[1-9][0-9]{0,19}");
    private static final Pattern SIGNATURE = Pattern.compile("0x[0-9a-fA-F]{130}");

    /** @param contentHash 0x hex of the value's sha-256 */
    record Report(String gateway, BigInteger sequence, String contentHash, List<JsonObject> lines) {}

    /** Either a report or the reason for which it is refused whole. */
    record Verdict(@Nullable Report report, @Nullable Reason refusal) {
        private static Verdict refused(Reason reason) {
            return new Verdict(null, reason);
        }
    }

    Verdict check(UsageLogRecord record) {
        String gateway = record.headers().getOrDefault("gateway", "");
        String sequence = record.headers().getOrDefault("sequence", "");
        String signature = record.headers().getOrDefault("signature", "");
        if (record.value().length > LARGEST_BYTES) {
            return Verdict.refused(Reason.TOO_LARGE);
        }
        if (!GATEWAY.matcher(gateway).matches()
                || !SEQUENCE.matcher(sequence).matches()
                || new BigInteger(sequence).bitLength() > 64
                || !SIGNATURE.matcher(signature).matches()) {
            return Verdict.refused(Reason.MALFORMED_HEADER);
        }
        if (partitionOf(gateway) != record.partition()) {
            return Verdict.refused(Reason.WRONG_PARTITION);
        }
        if (!isAuthentic(gateway, sequence, record.value(), signature)) {
            return Verdict.refused(Reason.SIGNATURE_INVALID);
        }
        Optional<List<JsonObject>> lines = lines(record.value());
        if (lines.isEmpty()) {
            return Verdict.refused(Reason.MALFORMED_JSON);
        }
        String contentHash = Numeric.toHexString(ReportSignature.sha256(record.value()));
        return new Verdict(new Report(gateway, new BigInteger(sequence), contentHash, lines.get()), null);
    }

    private boolean isAuthentic(String gateway, String sequence, byte[] content, String signature) {
        return !signaturesMatter || (signatures != null && signatures.isBy(gateway, sequence, content, signature));
    }

    private int partitionOf(String gateway) {
        return Utils.toPositive(Utils.murmur2(gateway.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    private static Optional<List<JsonObject>> lines(byte[] value) {
        JsonTree document;
        try {
            document = StrictJson.read(value);
        } catch (StrictJson.Malformed malformed) {
            return Optional.empty();
        }
        if (!(document instanceof JsonArray array)
                || array.elements().isEmpty()
                || array.elements().size() > MOST_LINES) {
            return Optional.empty();
        }
        List<JsonObject> lines = new ArrayList<>();
        for (JsonTree element : array.elements()) {
            if (!(element instanceof JsonObject line)) {
                return Optional.empty();
            }
            lines.add(line);
        }
        return Optional.of(lines);
    }
}

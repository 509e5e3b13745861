package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The protocol's rules over a JSON tree: slow, and sharing nothing with what it checks. */
final class SlowReportCheck {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100_000)
                            .maxNumberLength(10_000_000)
                            .maxStringLength(10_000_000)
                            .maxNameLength(10_000_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern TIME = Pattern.compile(
            "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");
    private static final BigInteger LARGEST = BigInteger.TWO.pow(53).subtract(BigInteger.ONE);

    private SlowReportCheck() {}

    /** One line's verdict; the quantities of a line that is not valid are not looked at. */
    record Line(boolean valid, long eventMillis, String model, String payer, String pass, BigInteger calls) {}

    /** The lines of a report, or null when it is malformed. */
    static @Nullable List<Line> check(byte[] value) {
        JsonNode report = read(value);
        if (report == null || !report.isArray() || report.isEmpty() || report.size() > 4_000 || depth(report) > 16) {
            return null;
        }
        List<Line> lines = new ArrayList<>();
        for (JsonNode line : report) {
            if (!line.isObject()) {
                return null;
            }
            lines.add(line(line));
        }
        return lines;
    }

    private static @Nullable JsonNode read(byte[] value) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            JsonNode tree = text.startsWith("\uFEFF") ? null : JSON.readTree(text);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (CharacterCodingException | JsonProcessingException e) {
            return null;
        }
    }

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return node.isContainerNode() ? deepest + 1 : 0;
    }

    private static Line line(JsonNode line) {
        JsonNode usage = line.path("data");
        String payer = text(usage.path("payer"));
        String model = text(line.path("subject"));
        String time = text(line.path("time"));
        Long millis = time == null ? null : millis(time);
        boolean valid = "1.0".equals(text(line.path("specversion")))
                && "ai.inference.usage.v1".equals(text(line.path("type")))
                && text(line.path("id")) != null
                && text(line.path("source")) != null
                && model != null
                && model.matches("0x[0-9a-fA-F]{64}")
                && payer != null
                && payer.matches("0x[0-9a-fA-F]{40}")
                && millis != null
                && quantity(usage.path("calls"))
                && quantity(usage.path("inputTokens"))
                && quantity(usage.path("outputTokens"))
                && quantity(usage.path("computeMillis"))
                && quantity(usage.path("latencyMillis"))
                && pass(usage.path("pass"))
                && outcome(usage.path("outcome"));
        return new Line(
                valid,
                millis == null ? 0 : millis,
                String.valueOf(model).toLowerCase(Locale.ROOT),
                String.valueOf(payer).toLowerCase(Locale.ROOT),
                usage.path("pass").asText(""),
                usage.path("calls").isIntegralNumber() ? usage.path("calls").bigIntegerValue() : BigInteger.ZERO);
    }

    private static @Nullable String text(JsonNode node) {
        if (!node.isTextual()) {
            return null;
        }
        long characters = node.textValue().codePoints().count();
        return characters >= 1 && characters <= 256 ? node.textValue() : null;
    }

    private static boolean quantity(JsonNode node) {
        return node.isMissingNode()
                || (node.isIntegralNumber()
                        && node.bigIntegerValue().signum() >= 0
                        && node.bigIntegerValue().compareTo(LARGEST) <= 0);
    }

    private static boolean pass(JsonNode node) {
        return node.isMissingNode()
                || (node.isTextual()
                        && node.textValue().matches("0|[1-9][0-9]{0,99}")
                        && new BigInteger(node.textValue()).bitLength() <= 256);
    }

    private static boolean outcome(JsonNode node) {
        return node.isMissingNode() || (node.isTextual() && node.textValue().matches("ok|error"));
    }

    static @Nullable Long millis(String time) {
        Matcher matcher = TIME.matcher(time);
        if (!matcher.matches()) {
            return null;
        }
        try {
            String fraction = matcher.group(7) == null ? "" : matcher.group(7);
            int offsetMinutes = 0;
            if (matcher.group(8) != null) {
                int hours = Integer.parseInt(matcher.group(9));
                int minutes = Integer.parseInt(matcher.group(10));
                if (hours > 23 || minutes > 59) {
                    return null;
                }
                offsetMinutes = (matcher.group(8).equals("-") ? -1 : 1) * (60 * hours + minutes);
            }
            OffsetDateTime local = OffsetDateTime.of(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4)),
                    Integer.parseInt(matcher.group(5)),
                    Integer.parseInt(matcher.group(6)),
                    1_000_000 * Integer.parseInt((fraction + "000").substring(0, 3)),
                    ZoneOffset.UTC);
            return local.toInstant().toEpochMilli() - 60_000L * offsetMinutes;
        } catch (DateTimeException e) {
            return null;
        }
    }
}

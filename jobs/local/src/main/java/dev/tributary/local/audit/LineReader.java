package dev.tributary.local.audit;

import dev.tributary.local.audit.JsonTree.JsonInteger;
import dev.tributary.local.audit.JsonTree.JsonObject;
import dev.tributary.local.audit.JsonTree.JsonText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether one CloudEvent of a report is a usage line: every clause of {@code LINE_INVALID}. */
final class LineReader {
    static final List<String> METERS = List.of("calls", "inputTokens", "outputTokens", "computeMillis");

    private static final BigInteger LARGEST_QUANTITY = BigInteger.TWO.pow(53).subtract(BigInteger.ONE);
    private static final Pattern MODEL = Pattern.compile("0x[0-9a-fA-F]{64}");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,77}");

    private LineReader() {}

    static Optional<UsageLine> read(JsonObject event) {
        Map<String, JsonTree> members = event.members();
        if (!isText(members.get("specversion"), "1.0") || !isText(members.get("type"), "ai.inference.usage.v1")) {
            return Optional.empty();
        }
        if (!(members.get("data") instanceof JsonObject usage)) {
            return Optional.empty();
        }
        String subject = shortText(members.get("subject"));
        String time = shortText(members.get("time"));
        String payer = shortText(usage.members().get("payer"));
        if (shortText(members.get("id")) == null || shortText(members.get("source")) == null) {
            return Optional.empty();
        }
        if (subject == null || time == null || payer == null) {
            return Optional.empty();
        }
        if (!MODEL.matcher(subject).matches() || !ADDRESS.matcher(payer).matches()) {
            return Optional.empty();
        }
        OptionalLong eventMillis = LineTime.parse(time);
        List<BigInteger> quantities = quantities(usage);
        if (eventMillis.isEmpty() || quantities.size() != METERS.size() || !analyticsAreWellFormed(usage)) {
            return Optional.empty();
        }
        if (usage.members().containsKey("pass") && !isPass(usage.members().get("pass"))) {
            return Optional.empty();
        }
        String pass = usage.members().get("pass") instanceof JsonText cited ? cited.text() : "";
        return Optional.of(new UsageLine(
                subject.toLowerCase(Locale.ROOT),
                payer.toLowerCase(Locale.ROOT),
                pass,
                eventMillis.getAsLong(),
                quantities));
    }

    /** Shorter than the list of meters when one of them is no quantity. */
    private static List<BigInteger> quantities(JsonObject usage) {
        List<BigInteger> quantities = new ArrayList<>();
        for (String meter : METERS) {
            if (!usage.members().containsKey(meter)) {
                quantities.add(BigInteger.ZERO);
            } else if (usage.members().get(meter) instanceof JsonInteger number && isQuantity(number)) {
                quantities.add(new BigInteger(number.literal()));
            }
        }
        return quantities;
    }

    private static boolean analyticsAreWellFormed(JsonObject usage) {
        JsonTree latency = usage.members().get("latencyMillis");
        JsonTree outcome = usage.members().get("outcome");
        return (latency == null || (latency instanceof JsonInteger number && isQuantity(number)))
                && (outcome == null || isText(outcome, "ok") || isText(outcome, "error"));
    }

    private static boolean isQuantity(JsonInteger number) {
        // The length first: a literal of a million digits is not worth converting.
        if (number.literal().length() > 17) {
            return false;
        }
        BigInteger value = new BigInteger(number.literal());
        return value.signum() >= 0 && value.compareTo(LARGEST_QUANTITY) <= 0;
    }

    private static boolean isPass(@Nullable JsonTree value) {
        return value instanceof JsonText text
                && DECIMAL.matcher(text.text()).matches()
                && new BigInteger(text.text()).bitLength() <= 256;
    }

    private static boolean isText(@Nullable JsonTree value, String expected) {
        return value instanceof JsonText text && text.text().equals(expected);
    }

    private static @Nullable String shortText(@Nullable JsonTree value) {
        return value instanceof JsonText text && text.codePoints() >= 1 && text.codePoints() <= 256
                ? text.text()
                : null;
    }
}

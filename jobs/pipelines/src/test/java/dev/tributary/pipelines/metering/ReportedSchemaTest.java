package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.pipelines.TopicSchema;
import dev.tributary.pipelines.metering.json.MalformedJsonException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A line counts if and only if usage.reported.v1 accepts it, but for three things that a schema cannot say: how a whole
 * number is written, which numbers of 78 digits are a uint256, and which days there are.
 */
final class ReportedSchemaTest {
    private static final int REPORTS = 3_000;
    private static final List<String> QUANTITIES =
            List.of("calls", "inputTokens", "outputTokens", "computeMillis", "latencyMillis");
    /** Leaves numbers as they were written. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private final ParsedReports reports = new ParsedReports();
    private final TopicSchema schema;

    ReportedSchemaTest() throws IOException {
        schema = TopicSchema.of("usage.reported.v1");
    }

    static Stream<Arguments> lines() {
        return Stream.concat(LineRulesTest.linesThatCount(), LineRulesTest.linesThatAreInvalid());
    }

    @ParameterizedTest
    @MethodSource("lines")
    void everyClauseOfTheProtocolIsInTheSchemaOrCannotBe(Lines line) throws Exception {
        boolean counts = reports.parse(Lines.report(line.json())).refusedLines().stream()
                .noneMatch(refused -> refused.reason().equals("LINE_INVALID"));
        assertSameVerdict(line.json(), counts);
    }

    /** The library that checks schemas reads no numbers and no names of this size. */
    private static boolean isBeyondALibrary(String line) {
        return line.matches("(?s).*([0-9]{1001}|[eE]\\+?[0-9]{3}|n{50001}).*");
    }

    @Test
    void mutatedLinesGetTheSameVerdictFromBoth() throws Exception {
        long seed = Long.getLong("tributary.seed", 20261124);
        System.out.println("ReportedSchemaTest seed " + seed + " (-Dtributary.seed=" + seed + ")");
        ReportMutations mutations = new ReportMutations(new Random(seed));
        int compared = 0;
        int refused = 0;
        for (int i = 0; i < REPORTS; i++) {
            byte[] value = mutations.next();
            ParsedReports.Parsed parsed;
            try {
                parsed = reports.parse(value);
            } catch (MalformedJsonException e) {
                continue;
            }
            Set<Integer> invalid = parsed.refusedLines().stream()
                    .filter(line -> line.reason().equals("LINE_INVALID"))
                    .map(UsageRejected::index)
                    .collect(Collectors.toSet());
            JsonNode lines = JSON.readTree(value);
            for (int index = 0; index < lines.size(); index++) {
                assertSameVerdict(lines.get(index).toString(), !invalid.contains(index));
                compared++;
            }
            refused += invalid.size();
        }
        assertThat(compared).isGreaterThan(REPORTS / 2);
        assertThat(refused).isGreaterThan(REPORTS / 20);
    }

    @Test
    void aReportHasOneToFourThousandLines() {
        String line = new Lines().json();
        assertThat(schema.violations("[]")).isNotEmpty();
        assertThat(schema.violations("{}")).isNotEmpty();
        assertThat(schema.violations("[" + (line + ",").repeat(3_999) + line + "]"))
                .isEmpty();
        assertThat(schema.violations("[" + (line + ",").repeat(4_000) + line + "]"))
                .isNotEmpty();
    }

    private void assertSameVerdict(String line, boolean counts) throws IOException {
        if (isBeyondALibrary(line)) {
            return;
        }
        boolean accepted = schema.violations("[" + line + "]").isEmpty();
        if (accepted && !counts) {
            assertThat(isBeyondASchema(JSON.readTree(line.getBytes(UTF_8))))
                    .as(line)
                    .isTrue();
        } else {
            assertThat(accepted).as(line).isEqualTo(counts);
        }
    }

    private static boolean isBeyondASchema(JsonNode line) {
        JsonNode usage = line.path("data");
        boolean writtenWithAFraction =
                QUANTITIES.stream().anyMatch(name -> usage.path(name).isBigDecimal());
        boolean passTooLarge = usage.path("pass").isTextual()
                && new BigInteger(usage.path("pass").textValue()).bitLength() > 256;
        return writtenWithAFraction || passTooLarge || !isADay(line.path("time").asText());
    }

    private static boolean isADay(String time) {
        try {
            LocalDate.parse(time.substring(0, 10));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}

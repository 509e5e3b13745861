package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.royalties.ChargedMinute;
import dev.tributary.pipelines.royalties.OpenUsage;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What an entry of the two large states takes: the page on capacity is worked out from it. */
final class StateSizeTest {
    private static final Path PAGE = Path.of("../../docs/capacity.md");
    private static final String MODEL = "0x" + "5a".repeat(32);
    private static final String ACCOUNT = "0x" + "ab".repeat(20);
    private static final long PERIOD = 493_000;
    private static final long MINUTE = 29_580_000;
    private static final int KEY_GROUP = 1;
    private static final int MINUTES = 60;
    private static final int PAYERS = 8;

    @Test
    void anEntryOfOpenUsageTakesWhatThePageSays() throws Exception {
        int bytes = KEY_GROUP
                + size(Types.STRING, MODEL)
                + size(TypeInformation.of(OpenUsage.class), new OpenUsage(PERIOD, hourOfUsage()));
        int entries = MINUTES * PAYERS;
        // Usage is merged when as much has come as there was.
        assertThat((2 * bytes + entries - 1) / entries).isEqualTo(onThePage("state_bytes_usage"));
    }

    /** Merged, of payers that use the model in every minute, each through one of two gateways. */
    private static byte[] hourOfUsage() {
        UsageRows rows = new UsageRows(new TextTable());
        for (int entry = 0; entry < MINUTES * PAYERS; entry++) {
            int payer = entry % PAYERS;
            UsageCount count = new UsageCount(
                    MODEL,
                    ACCOUNT.substring(0, ACCOUNT.length() - 1) + payer,
                    ACCOUNT.substring(0, ACCOUNT.length() - 2) + "f" + payer % 2,
                    "",
                    MINUTE + entry / PAYERS,
                    PERIOD,
                    20,
                    20,
                    20_000,
                    8_000,
                    150_000);
            rows.add(ModelUsages.of(count).packed(), PERIOD);
        }
        rows.sum();
        return rows.pack();
    }

    @Test
    void aSummaryOfAMinuteTakesWhatThePageSays() throws Exception {
        for (int lines : List.of(8, 64, 512)) {
            assertThat(summaryBytes(lines)).as(lines + " lines").isEqualTo(onThePage("state_bytes_minute_" + lines));
        }
    }

    /** A period of minutes, each of as many lines of three payers with their latencies; of one minute. */
    private static int summaryBytes(int lines) throws Exception {
        byte[] latencies = Latencies.of(
                LongStream.range(0, lines).map(line -> 100 + 37 * line % 4_000).toArray());
        List<MinuteSummary> minutes = LongStream.range(MINUTE, MINUTE + MINUTES)
                .mapToObj(minute -> MinuteSummary.of(charged(minute, lines))
                        .plus(MinuteSummary.of(new UsageObservation(minute, PERIOD, lines, 1, latencies))))
                .toList();
        int bytes = KEY_GROUP
                + size(Types.STRING, MODEL)
                + size(Types.LONG, PERIOD)
                + size(TypeInformation.of(MinuteSummaries.class), new MinuteSummaries(minutes));
        return (bytes + MINUTES - 1) / MINUTES;
    }

    private static ChargedMinute charged(long minute, int lines) {
        return new ChargedMinute(
                ACCOUNT,
                minute,
                List.of(ACCOUNT, ACCOUNT + "1", ACCOUNT + "2"),
                BigInteger.TEN.pow(9),
                MeterTotals.ZERO.plus(lines, 1_000L * lines, 400L * lines, 7_500L * lines),
                lines);
    }

    private static <T> int size(TypeInformation<T> type, T value) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(256);
        type.createSerializer(new SerializerConfigImpl()).serialize(value, out);
        return out.length();
    }

    private static int onThePage(String input) throws Exception {
        Matcher row = Pattern.compile("\\| `" + input + "` \\| ([0-9 ]+) \\|").matcher(Files.readString(PAGE));
        assertThat(row.find()).as(input + " is on the page").isTrue();
        return Integer.parseInt(row.group(1).replace(" ", ""));
    }
}

package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class Rfc3339Test {
    private static final int TIMES = 50_000;

    @Test
    void everyDayOfTheCalendarIsWhereJavaHasIt() {
        for (int year = 0; year <= 9_999; year += year >= 1_890 && year < 2_110 ? 1 : 37) {
            for (int month = 0; month <= 13; month++) {
                for (int day : new int[] {0, 1, 28, 29, 30, 31, 32}) {
                    String time = String.format("%04d-%02d-%02dT23:59:59.999Z", year, month, day);
                    assertThat(millis(time)).as(time).isEqualTo(expected(time));
                }
            }
        }
    }

    @Test
    void randomTimesAndOffsetsAreWhereJavaHasThem() {
        long seed = Long.getLong("tributary.seed", 3339);
        System.out.println("Rfc3339Test seed " + seed + " (-Dtributary.seed=" + seed + ")");
        Random random = new Random(seed);
        for (int i = 0; i < TIMES; i++) {
            String time = String.format(
                    "%04d-%02d-%02d%s%02d:%02d:%02d%s%s",
                    random.nextInt(10_000),
                    random.nextInt(14),
                    random.nextInt(33),
                    random.nextBoolean() ? "T" : "t",
                    random.nextInt(26),
                    random.nextInt(62),
                    random.nextInt(62),
                    random.nextBoolean() ? "" : "." + random.nextInt(1_000_000_000),
                    random.nextBoolean()
                            ? "Z"
                            : String.format(
                                    "%s%02d:%02d",
                                    random.nextBoolean() ? "+" : "-", random.nextInt(26), random.nextInt(62)));
            assertThat(millis(time)).as(time).isEqualTo(expected(time));
        }
    }

    private static long millis(String time) {
        byte[] text = ("?" + time + "?").getBytes(UTF_8);
        return Rfc3339.epochMillis(text, 1, text.length - 1);
    }

    private static long expected(String time) {
        Long millis = SlowReportCheck.millis(time);
        return millis == null ? Rfc3339.INVALID : millis;
    }
}

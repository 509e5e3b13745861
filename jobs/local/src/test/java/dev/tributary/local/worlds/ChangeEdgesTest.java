package dev.tributary.local.worlds;

import static dev.tributary.local.worlds.HandmadeWorld.GATEWAY;
import static dev.tributary.local.worlds.HandmadeWorld.HOUR;
import static dev.tributary.local.worlds.HandmadeWorld.MINUTE;
import static dev.tributary.local.worlds.HandmadeWorld.PAYER;
import static dev.tributary.local.worlds.HandmadeWorld.TREASURY;
import static dev.tributary.local.worlds.HandmadeWorld.account;
import static dev.tributary.local.worlds.HandmadeWorld.hundredths;
import static dev.tributary.local.worlds.HandmadeWorld.lineWithPass;
import static dev.tributary.local.worlds.HandmadeWorld.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.AuditResult;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever changes on the chain counts from the first minute that starts at or after it, also for lines told later. */
final class ChangeEdgesTest {
    /** 2026-01-01T00:00:00Z */
    private static final long DAWN = 1_767_225_600_000L;

    private static final String OWNER = account("0d");
    private static final Map<String, Long> AS_BEFORE = Map.of(TREASURY, 2L, OWNER, 98L);

    /** What changes, and what a call earns afterwards, in hundredths of a base unit; nothing where it is refused. */
    @SuppressWarnings("ImmutableEnumChecker") // its fields are never changed
    enum Change {
        TERMS(world -> world.price("0d", 10), Map.of(TREASURY, 20L, OWNER, 980L), ""),
        SPLIT(
                world -> world.chain.split(model("0d"), List.of(account("51"), account("52")), List.of(5_000, 5_000)),
                Map.of(TREASURY, 2L, account("51"), 49L, account("52"), 49L),
                ""),
        OWNER_OF_THE_MODEL(
                world -> world.chain.transfer(model("0d"), OWNER, account("53")),
                Map.of(TREASURY, 2L, account("53"), 98L),
                ""),
        PASS(world -> world.chain.passRevoked(BigInteger.ONE, model("0d"), PAYER), Map.of(), "PASS_INVALID"),
        GATEWAY_AUTHORISED(world -> world.chain.revoked(GATEWAY.address()), Map.of(), "GATEWAY_UNAUTHORISED"),
        GATEWAY_ALLOWED(world -> world.chain.disallowed(PAYER, GATEWAY.address()), Map.of(), "GATEWAY_NOT_ALLOWED"),
        FEE(world -> world.chain.fee(50_000), Map.of(TREASURY, 5L, OWNER, 95L), ""),
        TREASURY_OF_THE_PLATFORM(
                world -> world.chain.treasury(account("74")), Map.of(account("74"), 2L, OWNER, 98L), "");

        private final Consumer<HandmadeWorld> event;
        private final Map<String, Long> after;
        private final String refusal;

        Change(Consumer<HandmadeWorld> event, Map<String, Long> after, String refusal) {
            this.event = event;
            this.after = after;
            this.refusal = refusal;
        }
    }

    private final HandmadeWorld world = HandmadeWorld.from(DAWN);

    ChangeEdgesTest() {
        world.register("0d");
        world.chain.passIssued(
                BigInteger.ONE, model("0d"), PAYER, BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
    }

    @ParameterizedTest
    @EnumSource
    void aChangeInTheMiddleOfAMinuteCountsFromTheNextMinute(Change change) {
        changeAt(DAWN + MINUTE + 1_000, change);
        world.report(DAWN + 3 * MINUTE, line(DAWN + MINUTE), line(DAWN + 2 * MINUTE - 1), line(DAWN + 2 * MINUTE));
        assertEarned(world.settle(), change, 2, 1);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeAtTheStartOfAMinuteCountsForThatMinute(Change change) {
        changeAt(DAWN + MINUTE, change);
        world.report(DAWN + 3 * MINUTE, line(DAWN + MINUTE - 1), line(DAWN + MINUTE), line(DAWN + 2 * MINUTE - 1));
        assertEarned(world.settle(), change, 1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeInTheMiddleOfAPeriodPartsItsUsage(Change change) {
        changeAt(DAWN + 30 * MINUTE, change);
        world.report(DAWN + HOUR - 1, line(DAWN), line(DAWN + 30 * MINUTE - 1), line(DAWN + 45 * MINUTE));
        AuditResult result = world.settle();
        assertThat(result.batches()).hasSize(1);
        assertEarned(result, change, 2, 1);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeBetweenUsageAndItsBookingDoesNotReachBack(Change change) {
        changeAt(DAWN + 90 * MINUTE, change);
        world.report(DAWN + 2 * HOUR, line(DAWN + 5 * MINUTE), line(DAWN + 100 * MINUTE));
        AuditResult result = world.settle();
        assertThat(result.batches()).hasSize(1);
        assertThat(result.batches().get(0).periodStartMillis()).isEqualTo(DAWN + HOUR);
        assertEarned(result, change, 1, 1);
    }

    @ParameterizedTest
    @EnumSource
    void thePipelineSeesEveryChangeAsTheAuditorDoes(Change change) throws Exception {
        changeAt(DAWN + 31 * MINUTE + 1_000, change);
        world.report(
                DAWN + 40 * MINUTE, line(DAWN + 5 * MINUTE), line(DAWN + 32 * MINUTE - 1), line(DAWN + 32 * MINUTE));
        world.report(DAWN + 3 * HOUR, line(DAWN + 31 * MINUTE), line(DAWN + 33 * MINUTE));
        assertEarned(world.settleInThePipelineToo(), change, 3, 2);
    }

    private void changeAt(long millis, Change change) {
        world.at(millis);
        change.event.accept(world);
    }

    private static String line(long eventMillis) {
        return lineWithPass("0d", eventMillis, 1);
    }

    private static void assertEarned(AuditResult result, Change change, long linesBefore, long linesAfter) {
        Map<String, Long> expected = new HashMap<>();
        AS_BEFORE.forEach((account, amount) -> expected.merge(account, linesBefore * amount, Long::sum));
        change.after.forEach((account, amount) -> expected.merge(account, linesAfter * amount, Long::sum));
        assertThat(hundredths(result)).isEqualTo(expected);
        if (change.refusal.isEmpty()) {
            assertThat(result.lines().rejected()).isEmpty();
        } else {
            assertThat(result.lines().rejected()).containsOnly(Map.entry(change.refusal, linesAfter));
        }
    }
}

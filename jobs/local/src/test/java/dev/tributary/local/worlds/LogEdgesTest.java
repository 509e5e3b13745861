package dev.tributary.local.worlds;

import static dev.tributary.local.worlds.HandmadeWorld.HOUR;
import static dev.tributary.local.worlds.HandmadeWorld.MINUTE;
import static dev.tributary.local.worlds.HandmadeWorld.PAYER;
import static dev.tributary.local.worlds.HandmadeWorld.TOKEN;
import static dev.tributary.local.worlds.HandmadeWorld.TREASURY;
import static dev.tributary.local.worlds.HandmadeWorld.account;
import static dev.tributary.local.worlds.HandmadeWorld.hundredths;
import static dev.tributary.local.worlds.HandmadeWorld.line;
import static dev.tributary.local.worlds.HandmadeWorld.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.Position;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the place of an event in the chain's log decides: registrations, equal timestamps, freezes and sales. */
final class LogEdgesTest {
    /** 2026-01-01T00:00:00Z */
    private static final long DAWN = 1_767_225_600_000L;

    private static final long END = DAWN + HOUR;

    private final HandmadeWorld world = HandmadeWorld.from(DAWN);

    @Test
    void usageBeforeTheRegistrationIsRefusedHoweverLateItIsReported() throws Exception {
        world.at(DAWN + 10 * MINUTE);
        world.register("0d");
        world.report(DAWN + 30 * MINUTE, line("0d", DAWN + 10 * MINUTE - 1), line("0d", DAWN + 10 * MINUTE));
        AuditResult result = world.settleInThePipelineToo();
        assertThat(result.lines().rejected()).containsOnly(Map.entry("MODEL_UNKNOWN", 1L));
        assertThat(result.lines().counted()).isEqualTo(1);
    }

    @Test
    void aModelThatIsRegisteredAndUsedInTheSameMinuteEarnsFromTheNextOne() throws Exception {
        world.at(DAWN + 10 * MINUTE + 1_000);
        world.register("0d");
        world.report(DAWN + 12 * MINUTE, line("0d", DAWN + 11 * MINUTE - 1), line("0d", DAWN + 11 * MINUTE));
        AuditResult result = world.settleInThePipelineToo();
        assertThat(result.lines().rejected()).containsOnly(Map.entry("MODEL_UNKNOWN", 1L));
        assertThat(hundredths(result)).containsOnly(Map.entry(TREASURY, 2L), Map.entry(account("0d"), 98L));
    }

    @Test
    void ofTwoBlocksWithOneTimestampAtABoundaryTheLaterWinsAndBothAreOfTheNextPeriod() throws Exception {
        world.register("0d");
        world.at(END);
        world.price("0d", 2);
        world.chain.finalized();
        world.at(END);
        world.price("0d", 3);
        world.chain.deposited(TOKEN, PAYER, BigInteger.ONE);
        world.report(END + 2, line("0d", END - 1), line("0d", END));
        AuditResult result = world.settleInThePipelineToo();
        assertThat(result.batches().stream().map(batch -> hundredths(batch).get(account("0d"))))
                .containsExactly(98L, 3 * 98L);
        BigInteger before = balance(result.batches().get(0));
        assertThat(balance(result.batches().get(1)).subtract(before)).isEqualTo(-2_000_000);
        assertThat(result.ends().get(0).firstFinalizedBlockAfter()).isPositive();
    }

    @Test
    void aFinalBlockOneSecondBeforeABoundaryDoesNotCloseThePeriod() {
        world.register("0d");
        world.report(DAWN + 1, line("0d", DAWN));
        world.heartbeat(0, DAWN + 2 * HOUR);
        world.at(END - 1_000);
        world.chain.finalized();
        assertThat(world.settle(Closing.LOGS).batches()).isEmpty();
        world.at(END);
        world.chain.finalized();
        assertThat(world.settle(Closing.LOGS).batches()).hasSize(1);
    }

    @Test
    void freezeReleaseAndFreezeAgainWithinOnePeriodEachGoTheirOwnWay() throws Exception {
        world.register("0d");
        world.at(DAWN + 10 * MINUTE);
        world.chain.frozen(model("0d"));
        world.at(DAWN + 20 * MINUTE);
        world.chain.unfrozen(model("0d"), account("55"));
        world.at(DAWN + 30 * MINUTE);
        world.chain.frozen(model("0d"));
        world.report(
                DAWN + 50 * MINUTE,
                line("0d", DAWN + 9 * MINUTE),
                line("0d", DAWN + 10 * MINUTE, 2),
                line("0d", DAWN + 20 * MINUTE - 1, 3),
                line("0d", DAWN + 20 * MINUTE, 5),
                line("0d", DAWN + 30 * MINUTE - 1, 7),
                line("0d", DAWN + 30 * MINUTE, 11));
        AuditedBatch batch = world.settleInThePipelineToo().batches().get(0);
        assertThat(hundredths(batch))
                .containsOnly(
                        Map.entry(TREASURY, 2L * 29),
                        Map.entry(account("0d"), 98L * (1 + 5 + 7)),
                        Map.entry(account("55"), 98L * (2 + 3)));
        assertThat(batch.suspense())
                .containsExactly(
                        new Position(TOKEN, model("0d"), BigInteger.TEN.pow(22).multiply(BigInteger.valueOf(98 * 11))));
    }

    @Test
    void lateUsageOfAnEndedFreezeGoesStraightToItsDestination() throws Exception {
        world.register("0d");
        world.at(DAWN + 10 * MINUTE);
        world.chain.frozen(model("0d"));
        world.at(DAWN + 20 * MINUTE);
        world.chain.unfrozen(model("0d"), account("55"));
        world.report(DAWN + 3 * HOUR, line("0d", DAWN + 15 * MINUTE));
        AuditedBatch batch = world.settleInThePipelineToo().batches().get(0);
        assertThat(batch.periodStartMillis()).isEqualTo(DAWN + 2 * HOUR);
        assertThat(hundredths(batch)).contains(Map.entry(account("55"), 98L));
        assertThat(batch.suspense()).isEmpty();
    }

    @Test
    void aSaleInTheBlockOfTheRegistrationIsSplitAsItWasAtItsOwnPlace() throws Exception {
        world.at(DAWN + MINUTE);
        world.register("0a", 0, 10_000_000);
        world.register("0d", 0, 0, "0a");
        world.chain.sold(TOKEN, model("0d"), BigInteger.valueOf(100));
        world.chain.split(model("0d"), List.of(account("51")), List.of(10_000));
        world.chain.sold(TOKEN, model("0d"), BigInteger.valueOf(10));
        world.heartbeat(0, DAWN);
        AuditedBatch batch = world.settleInThePipelineToo().batches().get(0);
        assertThat(hundredths(batch))
                .containsOnly(
                        Map.entry(account("0d"), 9_000L),
                        Map.entry(account("51"), 900L),
                        Map.entry(account("0a"), 1_100L));
    }

    private static BigInteger balance(AuditedBatch batch) {
        return batch.balances().stream().map(Position::amount).reduce(BigInteger.ZERO, BigInteger::add);
    }
}

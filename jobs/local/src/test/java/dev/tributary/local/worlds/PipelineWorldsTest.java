package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.royalty.statement.FundedPart;
import dev.tributary.domain.royalty.statement.MarketHistory;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.LineAccounts;
import dev.tributary.local.audit.Position;
import dev.tributary.local.worlds.Breakdown.Place;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.royalties.MarketFacts;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PipelineWorldsTest {
    private static final int[] PARALLELISMS = {1, 2, 4};

    static LongStream seeds() {
        return Seeds.of(12, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thePipelineAgreesWithTheAuditorToTheLastFraction(long seed) throws Exception {
        World world = Worlds.of(seed);
        Breakdown breakdown = breakdown(world);
        agreesWithTheAuditor(world, PARALLELISMS[(int) (seed % PARALLELISMS.length)], breakdown);
        assertThat(breakdown.hasResumed()).as(world.toString()).isEqualTo(breakdown.isPlanned());
    }

    /** Three jobs of four break, each in another stream, and each after a checkpoint. */
    private static Breakdown breakdown(World world) {
        long lines = linesOf(world);
        return switch ((int) (world.seed() % 4)) {
            case 0 -> Breakdown.NONE;
            case 1 -> new Breakdown(Place.CHAIN, world.chain().size() / 2);
            case 2 -> new Breakdown(Place.USAGE, world.usage().size() / 2);
            default ->
                lines > 1
                        ? new Breakdown(Place.LINES, lines * 3 / 4)
                        : new Breakdown(Place.USAGE, world.usage().size() / 2);
        };
    }

    private static long linesOf(World world) {
        return new PureRules(world, Closing.END_OF_INPUT)
                .settle().batches().stream()
                        .mapToLong(batch -> batch.lines().size())
                        .sum();
    }

    /** Every output of the pipeline that the auditor knows too. */
    static void agreesWithTheAuditor(World world, int parallelism) throws Exception {
        agreesWithTheAuditor(world, parallelism, Breakdown.NONE);
    }

    private static void agreesWithTheAuditor(World world, int parallelism, Breakdown breakdown) throws Exception {
        AuditResult audited = Audit.of(world.chain(), world.usage(), world.settings(Closing.END_OF_INPUT));
        PipelineRun run = PipelineRun.of(world, parallelism, breakdown);

        assertThat(run.lineTotals()).as(world.toString()).isEqualTo(totals(audited.lines()));
        assertThat(refusals(run.rejected()))
                .as(world.toString())
                .isEqualTo(audited.lines().refusals());
        assertThat(linesOfRejected(run.rejected()))
                .as(world.toString())
                .isEqualTo(audited.lines().rejected());
        AccountedLines.check(run, world);
        assertThat(run.lines()).as(world.toString()).isEqualTo(lines(world, audited));
        assertThat(PositionsAfter.unfunded(run, world))
                .as(world.toString())
                .isEqualTo(after(audited, AuditedBatch::unfunded));
        assertThat(PositionsAfter.balances(run, world))
                .as(world.toString())
                .isEqualTo(after(audited, AuditedBatch::balances));
        assertThat(PositionsAfter.suspense(run, world))
                .as(world.toString())
                .isEqualTo(after(audited, AuditedBatch::suspense));
        assertThat(run.headers()).as(world.toString()).isEqualTo(ExpectedHeaders.of(world, audited));
        statements(run, world).against(audited.batches(), world);
    }

    /** From nothing but what the job writes beside the batches. */
    private static StatementCheck statements(PipelineRun run, World world) {
        MarketHistory history = new MarketHistory();
        run.chainEvents().forEach(event -> MarketFacts.tell(event, history));
        long periodMillis = world.shape().periodMillis();
        return new StatementCheck(
                run.chargePositions().stream()
                        .map(position -> new FundedPart(
                                position.period() * periodMillis,
                                position.bookedPeriod() * periodMillis,
                                position.token(),
                                position.payer(),
                                position.model(),
                                position.minute() * world.shape().grainMillis(),
                                position.fundedMicro(),
                                null))
                        .toList(),
                run.positions().stream()
                        .map(position -> new StatementCheck.Withdrawn(
                                position.period() * periodMillis,
                                position.token(),
                                position.payer(),
                                position.withdrawnMicro()))
                        .toList(),
                history);
    }

    private static SortedMap<String, Long> totals(LineAccounts accounts) {
        SortedMap<String, Long> totals = new TreeMap<>();
        totals.put("pending", 0L);
        totals.put("reported", accounts.reported());
        totals.put("counted", accounts.counted());
        totals.put("duplicate", accounts.duplicate());
        accounts.rejected().forEach((reason, lines) -> totals.put("rejected." + reason, lines));
        return totals;
    }

    private static SortedMap<String, Long> refusals(List<UsageRejected> rejected) {
        SortedMap<String, Long> refusals = new TreeMap<>();
        rejected.forEach(refusal -> refusals.merge(refusal.reason(), 1L, Long::sum));
        return refusals;
    }

    private static SortedMap<String, Long> linesOfRejected(List<UsageRejected> rejected) {
        SortedMap<String, Long> lines = new TreeMap<>();
        rejected.forEach(refusal -> lines.merge(refusal.reason(), refusal.lines(), Long::sum));
        return lines;
    }

    private static List<AccountLine> lines(World world, AuditResult audited) {
        return audited.batches().stream()
                .flatMap(batch -> lines(world, batch).stream())
                .toList();
    }

    static List<AccountLine> lines(World world, AuditedBatch batch) {
        long period = batch.periodStartMillis() / world.shape().periodMillis();
        return batch.lines().stream()
                .map(line -> new AccountLine(period, line.token(), line.account(), line.numerator()))
                .toList();
    }

    private static List<List<Position>> after(AuditResult audited, Function<AuditedBatch, List<Position>> positions) {
        return audited.batches().stream().map(positions).toList();
    }
}

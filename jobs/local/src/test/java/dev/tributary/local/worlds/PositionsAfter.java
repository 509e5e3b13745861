package dev.tributary.local.worlds;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.local.audit.Position;
import dev.tributary.pipelines.royalties.PayerPosition;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the rows of a run's position tables say after each of its batches: the newest of each holder, zeros left out. */
final class PositionsAfter {
    private PositionsAfter() {}

    private record Row(long period, String token, String holder, BigInteger amount) {}

    static List<List<Position>> unfunded(PipelineRun run, World world) {
        return after(run, world, payers(run, PayerPosition::unfundedMicro));
    }

    static List<List<Position>> balances(PipelineRun run, World world) {
        return after(run, world, payers(run, PayerPosition::balanceMicro));
    }

    static List<List<Position>> suspense(PipelineRun run, World world) {
        return after(
                run,
                world,
                run.suspense().stream()
                        .map(held -> new Row(held.period(), held.token(), held.model(), held.numerator()))
                        .toList());
    }

    private static List<Row> payers(PipelineRun run, Function<PayerPosition, BigInteger> amount) {
        return run.positions().stream()
                .map(position -> new Row(position.period(), position.token(), position.payer(), amount.apply(position)))
                .toList();
    }

    private static List<List<Position>> after(PipelineRun run, World world, List<Row> rows) {
        List<List<Position>> batches = new ArrayList<>();
        for (BatchHeader header : run.headers()) {
            long period = header.periodStartMillis() / world.shape().periodMillis();
            Map<String, Row> newest = new TreeMap<>();
            rows.stream()
                    .filter(row -> row.period() <= period)
                    .sorted(Comparator.comparingLong(Row::period))
                    .forEach(row -> newest.put(row.token() + row.holder(), row));
            batches.add(newest.values().stream()
                    .filter(row -> row.amount().signum() != 0)
                    .map(row -> new Position(row.token(), row.holder(), row.amount()))
                    .toList());
        }
        return batches;
    }
}

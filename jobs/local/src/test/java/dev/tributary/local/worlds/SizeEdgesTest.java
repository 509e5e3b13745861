package dev.tributary.local.worlds;

import static dev.tributary.local.worlds.HandmadeWorld.MINUTE;
import static dev.tributary.local.worlds.HandmadeWorld.account;
import static dev.tributary.local.worlds.HandmadeWorld.line;
import static dev.tributary.local.worlds.HandmadeWorld.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.AuditedLine;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is largest of each kind. */
final class SizeEdgesTest {
    /** 2026-01-01T00:00:00Z */
    private static final long DAWN = 1_767_225_600_000L;

    private static final int WHOLE = 100_000_000;

    private final HandmadeWorld world = HandmadeWorld.from(DAWN);

    @Test
    void aPayerWithTenThousandModelsIsFundedByMinuteAndModelToTheLastUnit() throws Exception {
        int models = 10_000;
        // One model uses up all that was paid in but for 4 000 calls.
        world.register("0d");
        world.report(DAWN, line("0d", DAWN, 999_996_000));
        List<String> names =
                IntStream.range(0, models).mapToObj("%08x"::formatted).toList();
        names.forEach(world::register);
        List<String> order = new ArrayList<>(names);
        Collections.reverse(order);
        for (int from = 0; from < models; from += 2_000) {
            world.report(
                    DAWN + 2 * MINUTE,
                    order.subList(from, from + 2_000).stream()
                            .map(name -> line(name, DAWN + MINUTE))
                            .toArray(String[]::new));
        }
        AuditResult result = world.settleInThePipelineToo();
        AuditedBatch batch = result.batches().get(0);
        assertThat(result.lines().counted()).isEqualTo(models + 1);
        assertThat(batch.balances()).isEmpty();
        assertThat(batch.unfunded()).hasSize(1);
        assertThat(batch.unfunded().get(0).amount()).isEqualTo(6_000_000_000L);
        // The first 4 000 in the order of their ids were paid, the next was not.
        assertThat(batch.lines()).extracting(AuditedLine::account).contains(account("%08x".formatted(3_999)));
        assertThat(batch.lines()).extracting(AuditedLine::account).doesNotContain(account("%08x".formatted(4_000)));
    }

    @Test
    void aFamilyAtEveryBoundSharesTheWholeOfItsRevenue() throws Exception {
        // 16 parents; one of them ends a line of 1 008 more ancestors, so that there are 1 024 in all; together they
        // take 100 %, and every one has a split of 64.
        int ancestors = 1_024;
        int share = WHOLE / ancestors;
        int rest = WHOLE - share * ancestors;
        List<String> parents = new ArrayList<>();
        String last = "";
        for (int i = 0; i < ancestors; i++) {
            String name = "%08x".formatted(i);
            boolean inLine = i < ancestors - 15;
            register(name, i == 0 ? share + rest : share, inLine && !last.isEmpty() ? List.of(last) : List.of());
            if (inLine) {
                last = name;
            } else {
                parents.add(name);
            }
        }
        parents.add(last);
        register("0d", 0, parents);
        world.report(DAWN + MINUTE, line("0d", DAWN + MINUTE, 1_000));
        AuditedBatch batch = world.settleInThePipelineToo().batches().get(0);
        assertThat(batch.lines()).hasSize(64 + 1);
        assertThat(batch.lines().stream().map(AuditedLine::numerator).reduce(BigInteger.ZERO, BigInteger::add))
                .isEqualTo(BigInteger.TEN.pow(27));
        // Every split gives its last account 1.72 %, of the 98 % that the treasury leaves.
        assertThat(batch.lines())
                .filteredOn(line -> line.account().equals(account("%08x".formatted(64))))
                .extracting(AuditedLine::numerator)
                .containsExactly(BigInteger.TEN.pow(21).multiply(BigInteger.valueOf(98 * 172)));
    }

    private void register(String name, long share, List<String> parents) {
        world.register(name, 0, share, parents.toArray(String[]::new));
        List<String> accounts = IntStream.range(1, 65)
                .mapToObj("%08x"::formatted)
                .map(HandmadeWorld::account)
                .toList();
        List<Integer> basisPoints = new ArrayList<>(Collections.nCopies(63, 156));
        basisPoints.add(10_000 - 63 * 156);
        world.chain.split(model(name), accounts, basisPoints);
    }

    @Test
    void aReportOfFourThousandLinesCounts() {
        world.register("0d");
        // A shorter source, or they would not fit into 1 MiB.
        String line = line("0d", DAWN).replace("/gateways/somewhere", "x");
        world.report(DAWN, Collections.nCopies(4_000, line).toArray(String[]::new));
        assertThat(world.settle().lines().counted()).isEqualTo(4_000);
        world.report(DAWN, Collections.nCopies(4_001, "{}").toArray(String[]::new));
        assertThat(world.settle().lines().rejected()).containsOnly(Map.entry("MALFORMED_JSON", 0L));
    }
}

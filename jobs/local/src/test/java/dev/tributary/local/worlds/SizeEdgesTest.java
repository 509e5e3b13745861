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
import java.util.Arrays;
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
    private static final int ABSOLUTE = 0;
    private static final int RELATIVE = 1;
    private static final int SHARED_ACCOUNTS = 63;

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
    void aFamilyOfAsManyAncestorsAsThereMayBeSharesTheWholeOfItsRevenue() throws Exception {
        // 16 parents; the last of them ends a line of 1 008 more ancestors, so that there are 1 024 in all. Together
        // they
        // take 100 % of their descendant's revenue: 97 656 of 100 000 000 each, an even one 1 000 more and an odd one
        // 1 000 less, and the line's founder the 256 that are left.
        long[] shares = new long[1_024];
        Arrays.setAll(shares, i -> i % 2 == 0 ? 98_656 : 96_656);
        shares[0] += 256;
        register("0d", ABSOLUTE, 0, family(shares, 0));
        AuditedBatch batch = aThousandCalls("0d");
        // The model itself is left with nothing.
        assertThat(batch.lines()).hasSize(1 + SHARED_ACCOUNTS + 1_024);
        assertEverythingIsPaid(batch);
        assertThat(own(batch, ancestor(0))).isEqualTo(numerator(98_912));
        assertThat(own(batch, ancestor(1))).isEqualTo(numerator(96_656));
        assertThat(own(batch, ancestor(500))).isEqualTo(numerator(98_656));
        assertThat(own(batch, ancestor(501))).isEqualTo(numerator(96_656));
        for (int i = 1_008; i < 1_024; i++) {
            assertThat(own(batch, ancestor(i))).as("parent %d", i).isEqualTo(numerator(i % 2 == 0 ? 98_656 : 96_656));
        }
    }

    @Test
    void aFamilyWhoseAbsoluteAndRelativeSharesReachTheWholePassesItOnToItsFounder() throws Exception {
        // The last of 16 parents ends a line in which each takes all that reaches its child, but for number 100, which
        // takes a half; so half of the line's 20 % comes to rest with number 101, and half with the founder. Of the
        // other parents the first takes 10 % of what its child earns, and 14 take 5 % of its revenue: 100 % in all.
        int line = 241;
        int ancestors = line + 15;
        long[] shares = new long[ancestors];
        Arrays.fill(shares, 0, line - 1, WHOLE);
        shares[100] = WHOLE / 2;
        shares[line - 1] = WHOLE / 5;
        shares[line] = WHOLE / 10;
        Arrays.fill(shares, line + 1, ancestors, WHOLE / 20);
        register("0d", ABSOLUTE, 0, family(shares, line + 1));
        AuditedBatch batch = aThousandCalls("0d");
        assertThat(batch.lines()).hasSize(1 + SHARED_ACCOUNTS + 2 + 15);
        assertEverythingIsPaid(batch);
        assertThat(own(batch, ancestor(0))).isEqualTo(numerator(10_000_000));
        assertThat(own(batch, ancestor(101))).isEqualTo(numerator(10_000_000));
        assertThat(own(batch, ancestor(line))).isEqualTo(numerator(10_000_000));
        for (int i = line + 1; i < ancestors; i++) {
            assertThat(own(batch, ancestor(i))).as("parent %d", i).isEqualTo(numerator(5_000_000));
        }
    }

    /**
     * Registers as many ancestors as there are shares: a line, and 15 founders besides.
     *
     * @param relative how many, from the line's founder on, take of what flows to a child and not of all revenue
     * @return the 16 parents of a model that has them all
     */
    private List<String> family(long[] shares, int relative) {
        List<String> parents = new ArrayList<>();
        int lastOfTheLine = shares.length - 16;
        for (int i = 0; i < shares.length; i++) {
            List<String> line = i > 0 && i <= lastOfTheLine ? List.of(ancestor(i - 1)) : List.of();
            register(ancestor(i), i < relative ? RELATIVE : ABSOLUTE, shares[i], line);
            if (i >= lastOfTheLine) {
                parents.add(ancestor(i));
            }
        }
        return parents;
    }

    private static String ancestor(int index) {
        return "%08x".formatted(0x1000 + index);
    }

    /** With a split of 64: all models share the first 63 accounts, 1.56 % each; 1.72 % are the model's own. */
    private void register(String name, int policy, long share, List<String> parents) {
        world.register(name, policy, share, parents.toArray(String[]::new));
        List<String> accounts = new ArrayList<>(sharedAccounts());
        accounts.add(account(name));
        List<Integer> basisPoints = new ArrayList<>(Collections.nCopies(SHARED_ACCOUNTS, 156));
        basisPoints.add(172);
        world.chain.split(model(name), accounts, basisPoints);
    }

    private static List<String> sharedAccounts() {
        return IntStream.rangeClosed(1, SHARED_ACCOUNTS)
                .mapToObj("%08x"::formatted)
                .map(HandmadeWorld::account)
                .toList();
    }

    private AuditedBatch aThousandCalls(String name) throws Exception {
        world.report(DAWN + MINUTE, line(name, DAWN + MINUTE, 1_000));
        return world.settleInThePipelineToo().batches().get(0);
    }

    private static void assertEverythingIsPaid(AuditedBatch batch) {
        assertThat(batch.lines().stream().map(AuditedLine::numerator).reduce(BigInteger.ZERO, BigInteger::add))
                .isEqualTo(BigInteger.TEN.pow(27));
        // Whoever earned it, of the 980 units that the treasury leaves each of them has 1.56 %.
        for (String shared : sharedAccounts()) {
            assertThat(paid(batch, shared)).isEqualTo(BigInteger.TEN.pow(20).multiply(BigInteger.valueOf(980 * 156)));
        }
    }

    /** What is paid to the account that is the model's own. */
    private static BigInteger own(AuditedBatch batch, String name) {
        return paid(batch, account(name));
    }

    private static BigInteger paid(AuditedBatch batch, String account) {
        return batch.lines().stream()
                .filter(line -> line.account().equals(account))
                .map(AuditedLine::numerator)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Of a share of 980 units, 1.72 %, in 10^-24 units. */
    private static BigInteger numerator(long share) {
        return BigInteger.valueOf(share * 980 * 172).multiply(BigInteger.TEN.pow(24 - 8 - 4));
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

package dev.tributary.pipelines.state;

import static dev.tributary.pipelines.ChainLog.TOKEN;
import static dev.tributary.pipelines.ChainLog.address;
import static dev.tributary.pipelines.ChainLog.owner;
import static dev.tributary.pipelines.UsageLog.line;

import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.pipelines.ChainLog;
import dev.tributary.pipelines.UsageLog;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two logs that leave something of everything unfinished at {@link StateLogs#CUT_MILLIS}, in the middle of the third
 * period. Written down once per released version, since savepoints belong to the very logs they were taken from.
 */
final class StateScenario {
    private static final long S = StateLogs.BEGIN_SECONDS;
    private static final long B = S * 1_000;
    private static final String TREASURY = address("treasury");
    private static final String FIRST = gateway(0);
    private static final String SECOND = gateway(1);
    private static final String STRANGER = address("gateway that nobody allowed");
    private static final String PART = address("pays in part, and later");
    private static final String LIMITED = address("set a limit");
    private static final String LEAVING = address("withdraws");

    private StateScenario() {}

    private static String gateway(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(i -> address("gateway " + i))
                .filter(gateway -> UsagePartition.of(gateway, StateLogs.PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }

    static StateLogs logs() {
        return StateLogs.of(chain(), usage());
    }

    private static ChainLog chain() {
        ChainLog chain = new ChainLog().fee(S - 100, 20_000).treasury(S - 100, TREASURY);
        for (String payer : List.of(PART, LIMITED, LEAVING)) {
            chain.admit(S - 90, FIRST, payer).admit(S - 90, SECOND, payer);
        }
        return chain.register(S - 80, "P", "LAP", 10_000_000, 1_000_000)
                .register(S - 80, "Q", "LRP", 30_000_000, 500_000)
                .register(S - 80, "M", "LRP", 5_000_000, 1_000_000, "P", "Q")
                .split(S - 75, "Q", List.of(owner("Q"), address("lab")), List.of(7_500, 2_500))
                .limit(S - 70, LIMITED, "3")
                .deposit(S - 70, LIMITED, 100)
                .deposit(S - 70, LEAVING, 80)
                .deposit(S + 1, PART, 10)
                .pass(S + 1, "M", 7, LEAVING, "18446744073709551615")
                .pass(S + 1, "M", 8, LEAVING, Long.toString(S + 26))
                .payer(S + 4, "WithdrawalRequested", LEAVING, 5)
                .revokePass(S + 5, "M", 7, LEAVING)
                .purchased(S + 6, "M", 1, LEAVING, 90, S + 500)
                .purchased(S + 7, "Q", 2, LIMITED, 70, S + 26)
                .released(S + 8, "M", 1, 2, 88)
                .benchmark(S + 9, "Q", 1, address("reporter"), 900_000, 500_000)
                .verified(S + 9, "Q", 1, 610_000, S + 1_000)
                .freeze(S + 12, "P")
                .sold(S + 13, "M", 100)
                .disallow(S + 14, SECOND, LIMITED)
                .claimed(S + 15, TREASURY, 1, 1)
                .deposit(S + 22, PART, 3)
                .payer(S + 22, "WithdrawalRequested", LEAVING, 20)
                .sold(S + 23, "M", 33)
                .terms(S + 23, "M", TOKEN, 2_000_000, S + 33)
                .finalized(S + 24)
                .finalized(S + 24)
                .finalized(S + 24)
                .finalized(S + 24)
                // What comes after the cut.
                .deposit(S + 25, PART, 5)
                .claimed(S + 26, TREASURY, 1, 2)
                .fee(S + 27, 30_000)
                .refunded(S + 27, "Q", 2, 70)
                .freeze(S + 28, "Q")
                .benchmark(S + 29, "M", 1, address("reporter"), 950_000, 1_000_000)
                .verified(S + 29, "M", 1, 684_000, S + 1_000)
                .unfreeze(S + 31, "P", address("claimant"))
                .transfer(S + 32, "M", owner("M"), address("buyer"))
                .revokePass(S + 33, "M", 8, LEAVING)
                .unfreeze(S + 34, "Q", "0x" + "0".repeat(40))
                .sold(S + 34, "M", 77)
                .limit(S + 35, LIMITED, "1")
                .terms(S + 36, "M", TOKEN, 3_000_000, S + 46)
                .finalized(S + 60);
    }

    private static UsageLog usage() {
        String pass = line("M", LEAVING, B + 3_000, 1).replace("\"calls\"", "\"pass\":\"7\",\"calls\"");
        String shortPass = pass.replace("\"7\"", "\"8\"");
        return new UsageLog(StateLogs.PARTITIONS)
                .heartbeats(B)
                .report(
                        FIRST,
                        B + 8_000,
                        line("M", PART, B + 3_000, 8),
                        line("M", PART, B + 4_000, 6),
                        line("M", LIMITED, B + 3_000, 2),
                        line("M", LIMITED, B + 4_000, 2),
                        pass,
                        pass.replace(":03", ":06"))
                .report(SECOND, B + 8_500, line("Q", PART, B + 5_000, 4), line("Q", LIMITED, B + 99_000, 1))
                .report(STRANGER, B + 9_000, line("M", PART, B + 3_000, 1))
                .report(FIRST, B + 17_000, line("M", LEAVING, B + 15_000, 10), line("P", LEAVING, B + 16_000, 3))
                .resend(FIRST, 1, B + 17_500, line("M", PART, B + 3_000, 1))
                .report(SECOND, B + 18_000, line("M", LIMITED, B + 15_000, 2))
                .report(FIRST, B + 23_000, line("M", PART, B + 21_000, 2), line("M", LEAVING, B + 22_000, 4))
                .report(SECOND, B + 23_500, line("Q", LEAVING, B + 22_000, 6), line("nobody's", PART, B + 21_000, 3))
                .heartbeats(B + 24_000)
                .heartbeats(B + 24_000)
                .heartbeats(B + 24_000)
                .heartbeats(B + 24_000)
                // What comes after the cut: the broker's clock has stepped back, a report that was accepted before it,
                // one in conflict with such, one that its gateway's sequence has moved past, late ones, also
                // of a minute that has been written.
                .report(FIRST, B + 15_000, line("M", LEAVING, B + 12_000, 1))
                .resend(FIRST, 3, B + 25_000, line("M", PART, B + 21_000, 2), line("M", LEAVING, B + 22_000, 4))
                .resend(SECOND, 2, B + 25_100, line("M", LIMITED, B + 15_000, 3))
                .resend(SECOND, 0, B + 25_200, line("M", LIMITED, B + 15_000, 1), line("M", LIMITED, B + 16_000, 1))
                .report(
                        SECOND,
                        B + 25_500,
                        line("M", PART, B + 9_000, 1),
                        line("M", PART, B + 4_000, 1),
                        shortPass.replace(":03", ":24"))
                .report(FIRST, B + 29_000, shortPass.replace(":03", ":27"), line("M", LIMITED, B + 28_000, 2))
                .report(FIRST, B + 36_000, line("M", LEAVING, B + 33_000, 5), line("P", LIMITED, B + 35_000, 4))
                .report(SECOND, B + 37_000, line("M", PART, B + 14_000, 9))
                .heartbeats(B + 60_000);
    }
}

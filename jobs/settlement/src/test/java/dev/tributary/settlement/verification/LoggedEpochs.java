package dev.tributary.settlement.verification;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.replay.RecomputedBatches;
import dev.tributary.settlement.ledger.VaultId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** What two logs would give: some epochs of some accounts in some tokens, with sound books. */
final class LoggedEpochs {
    static final VaultId VAULT = new VaultId(31_337, "0x" + "cc".repeat(20));
    static final long PERIOD_MILLIS = 10_000;
    private static final long FIRST_PERIOD = 178_000_000;

    final List<BatchHeader> headers = new ArrayList<>();
    final List<List<AccountLine>> lines = new ArrayList<>();
    private final Map<String, BigInteger> accrued = new TreeMap<>();

    static LoggedEpochs random(Random random, int epochs, int accounts, int tokens) {
        LoggedEpochs logged = new LoggedEpochs();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            SortedMap<Holder, BigInteger> numerators = new TreeMap<>();
            for (int i = 0; i < accounts; i++) {
                numerators.merge(
                        new Holder(token(random.nextInt(tokens)), account(random.nextInt(accounts))),
                        new BigInteger(90, random).add(Units.NUMERATOR_PER_UNIT),
                        BigInteger::add);
            }
            logged.add(numerators);
        }
        return logged;
    }

    static String token(int index) {
        return "0x" + "a".repeat(38) + String.format("%02x", index);
    }

    static String account(int index) {
        return "0x" + "b".repeat(38) + String.format("%02x", index);
    }

    LoggedEpochs add(SortedMap<Holder, BigInteger> numerators) {
        long epoch = headers.size() + 1L;
        List<AccountLine> made = new ArrayList<>();
        numerators.forEach((holder, numerator) ->
                made.add(new AccountLine(FIRST_PERIOD + epoch, holder.token(), holder.account(), numerator)));
        made.forEach(line -> accrued.merge(line.token(), line.numerator(), BigInteger::add));
        lines.add(made);
        headers.add(header(epoch, made, accrued));
        return this;
    }

    /** Sealed with one first line per token as its fee; what came in is what was accrued and a rest in suspense. */
    static BatchHeader header(long epoch, List<AccountLine> lines, Map<String, BigInteger> accrued) {
        LinesDigest digest = LinesDigest.EMPTY;
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        SortedMap<String, BigInteger> fees = new TreeMap<>();
        for (AccountLine line : lines) {
            digest = digest.plus(line);
            sums.merge(line.token(), line.numerator(), BigInteger::add);
            fees.putIfAbsent(line.token(), BigInteger.ONE);
        }
        List<TokenTotals> totals = new ArrayList<>();
        accrued.forEach((token, ever) -> {
            BigInteger sum = sums.getOrDefault(token, BigInteger.ZERO);
            BigInteger fee = fees.getOrDefault(token, BigInteger.ZERO);
            // A whole micro unit is the least that can come in; what is not accrued of it is held for a frozen model.
            BigInteger received = ever.divide(Units.NUMERATOR_PER_MICRO).add(BigInteger.TWO);
            BigInteger held = received.multiply(Units.NUMERATOR_PER_MICRO).subtract(ever);
            totals.add(totals(token, sum, fee, received, held));
        });
        long start = (FIRST_PERIOD + epoch) * PERIOD_MILLIS;
        return new BatchHeader(
                VAULT.chainId(),
                VAULT.address(),
                epoch,
                start,
                start + PERIOD_MILLIS,
                lines.size(),
                digest.hex(),
                totals,
                List.of(epoch * 10, epoch * 10 + 1),
                epoch * 100);
    }

    private static TokenTotals totals(
            String token, BigInteger sum, BigInteger fee, BigInteger received, BigInteger suspense) {
        return new TokenTotals(
                token,
                sum,
                sum.divide(Units.NUMERATOR_PER_MICRO),
                fee,
                sum.subtract(fee),
                BigInteger.valueOf(7),
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.TEN,
                BigInteger.ZERO,
                received,
                BigInteger.ZERO,
                suspense);
    }

    /** All that was accrued up to an epoch, by token. */
    SortedMap<String, BigInteger> accrued(long epoch) {
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        lines.subList(0, (int) epoch)
                .forEach(of -> of.forEach(line -> sums.merge(line.token(), line.numerator(), BigInteger::add)));
        return sums;
    }

    RecomputedBatches recomputed() {
        return new RecomputedBatches(
                headers, lines.stream().flatMap(List::stream).toList(), new BookingRule(1_000, PERIOD_MILLIS, 2_000));
    }
}

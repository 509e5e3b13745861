package dev.tributary.pipelines.royalties;

import dev.tributary.domain.money.ProductSum;
import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.usage.BookingRule;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shares the revenue of many models among their families and adds up what each of them, the treasury and the books get.
 * Each charge is multiplied by the share alone; the fee, which is one for all that is added up, is taken once in the end.
 */
final class FamilySums {
    /** What revenue must have in common to be shared as one sum. */
    private record Rules(long period, String token, long minute, long feePpm, String treasury) {}

    private record Term(long period, String token) {}

    /** Revenue under the same rules, and the same times the share of each member of the families. */
    private static final class Shared {
        final ProductSum micro = new ProductSum();
        final Map<String, ProductSum> byMember = new LinkedHashMap<>();
    }

    private final Map<Rules, Shared> shared = new LinkedHashMap<>();
    private final Map<Term, Map<String, RevenueTally>> downstream = new LinkedHashMap<>();
    private int size;

    /** How many sums there are. */
    int size() {
        return size;
    }

    void add(FamilyRevenue revenue) {
        for (RevenueRun run : revenue.runs()) {
            add(revenue, run);
        }
        addDownstream(revenue);
    }

    private void add(FamilyRevenue revenue, RevenueRun run) {
        Shared sums = shared.computeIfAbsent(
                new Rules(revenue.period(), revenue.token(), run.minute(), run.feePpm(), run.treasury()),
                rules -> new Shared());
        sums.micro.add(run.micro(), 1);
        List<String> members = revenue.family().models();
        List<Long> shares = revenue.family().shares();
        for (int i = 0; i < members.size(); i++) {
            long share = shares.get(i);
            if (share != 0) {
                ofMember(sums, members.get(i)).add(run.micro(), share);
            }
        }
    }

    private ProductSum ofMember(Shared sums, String member) {
        ProductSum known = sums.byMember.get(member);
        if (known == null) {
            known = new ProductSum();
            sums.byMember.put(member, known);
            size++;
        }
        return known;
    }

    private void addDownstream(FamilyRevenue revenue) {
        Map<String, RevenueTally> tallies =
                downstream.computeIfAbsent(new Term(revenue.period(), revenue.token()), term -> new LinkedHashMap<>());
        UsageSum usage = revenue.whole().usage();
        for (String member : revenue.family().models()) {
            if (!member.equals(revenue.family().model())) {
                ofAncestor(tallies, member).add(revenue.whole().micro(), usage.meters(), usage.lines());
            }
        }
    }

    private RevenueTally ofAncestor(Map<String, RevenueTally> tallies, String ancestor) {
        RevenueTally known = tallies.get(ancestor);
        if (known == null) {
            known = new RevenueTally();
            tallies.put(ancestor, known);
            size++;
        }
        return known;
    }

    void forEachEarning(Consumer<ModelEarning> action) {
        shared.forEach((rules, sums) -> sums.byMember.forEach((member, sum) -> {
            BigInteger amount = Accrual.modelAmount(sum.value(), rules.feePpm);
            if (amount.signum() != 0) {
                action.accept(new ModelEarning(member, rules.period, rules.token, rules.minute, 0, amount));
            }
        }));
    }

    Collection<AccountCredit> treasuries() {
        Map<AccountCredit.Key, AccountCredit> credits = new HashMap<>();
        shared.forEach((rules, sums) -> {
            BigInteger numerator = Accrual.treasuryNumerator(sums.micro.value(), rules.feePpm);
            AccountCredit credit = new AccountCredit(rules.period, rules.token, rules.treasury, numerator);
            credits.merge(credit.key(), credit, AccountCredit::plus);
        });
        return credits.values();
    }

    Collection<BookEntry> books() {
        Map<BookEntry.Key, BookEntry> books = new HashMap<>();
        shared.forEach((rules, sums) -> {
            BigInteger micro = sums.micro.value();
            BigInteger fee = Accrual.treasuryNumerator(micro, rules.feePpm);
            enter(books, new BookEntry(rules.period, rules.token, BookEntry.Book.SHARED_MICRO, micro));
            enter(books, new BookEntry(rules.period, rules.token, BookEntry.Book.FEE_NUMERATOR, fee));
        });
        return books.values();
    }

    private static void enter(Map<BookEntry.Key, BookEntry> books, BookEntry entry) {
        books.merge(entry.key(), entry, BookEntry::plus);
    }

    void forEachDownstream(BookingRule booking, Consumer<DownstreamUsage> action) {
        downstream.forEach((term, tallies) -> tallies.forEach((ancestor, tally) -> {
            RevenueSum sum = tally.sum();
            action.accept(new DownstreamUsage(
                    booking.periodStart(term.period),
                    ancestor,
                    term.token,
                    sum.usage().lines(),
                    sum.usage().meters(),
                    sum.micro()));
        }));
    }
}

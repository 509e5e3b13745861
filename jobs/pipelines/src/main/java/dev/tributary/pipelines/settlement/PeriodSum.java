package dev.tributary.pipelines.settlement;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.pipelines.royalties.SharedRevenue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A period's lines so far: how many, their digest, and the books of each token. */
public record PeriodSum(long lineCount, LinesDigest digest, Map<String, TokenSum> tokens) {
    static final PeriodSum NONE = new PeriodSum(0, LinesDigest.EMPTY, Map.of());

    PeriodSum plus(AccountLine line) {
        TokenSum known = tokens.getOrDefault(line.token(), TokenSum.NONE);
        return new PeriodSum(lineCount + 1, digest.plus(line), with(line.token(), known.plus(line)));
    }

    PeriodSum plus(SharedRevenue revenue) {
        TokenSum known = tokens.getOrDefault(revenue.token(), TokenSum.NONE);
        return new PeriodSum(lineCount, digest, with(revenue.token(), known.plus(revenue)));
    }

    /** Sorted by token; halts when the books of one do not balance. */
    List<TokenTotals> totals(long period) {
        return new TreeMap<>(tokens)
                .entrySet().stream()
                        .map(entry -> entry.getValue().totals(period, entry.getKey()))
                        .toList();
    }

    private Map<String, TokenSum> with(String token, TokenSum sum) {
        Map<String, TokenSum> next = new HashMap<>(tokens);
        next.put(token, sum);
        return next;
    }
}

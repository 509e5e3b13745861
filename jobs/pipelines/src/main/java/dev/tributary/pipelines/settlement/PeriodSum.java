package dev.tributary.pipelines.settlement;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.pipelines.royalties.BookEntry;
import java.util.HashMap;
import java.util.Map;

/** A period's lines so far: how many, their digest, and the books of each token. */
public record PeriodSum(long lineCount, LinesDigest digest, Map<String, TokenSum> tokens) {
    static final PeriodSum NONE = new PeriodSum(0, LinesDigest.EMPTY, Map.of());

    PeriodSum plus(AccountLine line) {
        TokenSum known = tokens.getOrDefault(line.token(), TokenSum.NONE);
        return new PeriodSum(lineCount + 1, digest.plus(line), with(line.token(), known.plus(line)));
    }

    PeriodSum plus(BookEntry entry) {
        TokenSum known = tokens.getOrDefault(entry.token(), TokenSum.NONE);
        return new PeriodSum(lineCount, digest, with(entry.token(), known.plus(entry)));
    }

    private Map<String, TokenSum> with(String token, TokenSum sum) {
        Map<String, TokenSum> next = new HashMap<>(tokens);
        next.put(token, sum);
        return next;
    }
}

package dev.tributary.pipelines.settlement;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.pipelines.metering.Frontier;
import dev.tributary.pipelines.royalties.BookEntry;
import dev.tributary.pipelines.royalties.FinalizedBlock;
import org.jspecify.annotations.Nullable;

/** What a seal is made of; exactly one part is not null. */
public record SealingFact(
        @Nullable AccountLine line,
        @Nullable BookEntry entry,
        @Nullable Frontier frontier,
        @Nullable FinalizedBlock block) {

    static SealingFact of(AccountLine line) {
        return new SealingFact(line, null, null, null);
    }

    static SealingFact of(BookEntry entry) {
        return new SealingFact(null, entry, null, null);
    }

    static SealingFact of(Frontier frontier) {
        return new SealingFact(null, null, frontier, null);
    }

    static SealingFact of(FinalizedBlock block) {
        return new SealingFact(null, null, null, block);
    }
}

package dev.tributary.domain.royalty.statement;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The order in which a statement is read: by token, kind, models, payer and time. */
final class StatementOrder {
    static final Comparator<StatementLine> COMPARATOR = Comparator.comparing(StatementLine::token)
            .thenComparing(StatementLine::kind)
            .thenComparing(line -> text(line.reason().earningModel()))
            .thenComparing(line -> text(line.part().receivingModel()))
            .thenComparing(line -> text(line.reason().payer()))
            .thenComparingLong(line -> line.reason().firstMinuteMillis())
            .thenComparingLong(line -> line.reason().bookedMillis())
            .thenComparingLong(line -> line.reason().accruedMillis());

    private StatementOrder() {}

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}

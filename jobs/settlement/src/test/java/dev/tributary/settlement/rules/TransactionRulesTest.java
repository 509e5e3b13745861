package dev.tributary.settlement.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TransactionRulesTest {
    private static final Map<TransactionSighting, TransactionTransition> IN_FLIGHT = Map.of(
            TransactionSighting.UNKNOWN, to(TransactionState.OPEN, TransactionAction.SEND),
            TransactionSighting.PENDING, to(TransactionState.OPEN, TransactionAction.WAIT),
            TransactionSighting.OVERDUE, to(TransactionState.OPEN, TransactionAction.BUMP),
            TransactionSighting.OVERDUE_AT_CAP, to(TransactionState.OPEN, TransactionAction.SEND),
            TransactionSighting.SUCCEEDED, to(TransactionState.MINED, TransactionAction.WAIT),
            TransactionSighting.REVERTED, to(TransactionState.MINED, TransactionAction.WAIT),
            TransactionSighting.SUCCEEDED_FINAL, to(TransactionState.SUCCEEDED, TransactionAction.WAIT),
            TransactionSighting.REVERTED_FINAL, to(TransactionState.REVERTED, TransactionAction.WAIT),
            TransactionSighting.NONCE_USED, to(TransactionState.OPEN, TransactionAction.WAIT),
            TransactionSighting.NONCE_USED_FINAL, to(TransactionState.SUPERSEDED, TransactionAction.WAIT));

    @ParameterizedTest
    @EnumSource(TransactionSighting.class)
    void whatIsSeenDecidesWhateverWasThoughtBefore(TransactionSighting seen) {
        assertThat(TransactionRules.next(TransactionState.OPEN, seen)).isEqualTo(IN_FLIGHT.get(seen));
        assertThat(TransactionRules.next(TransactionState.MINED, seen)).isEqualTo(IN_FLIGHT.get(seen));
    }

    @Test
    void afterFinalityNothingChanges() {
        for (TransactionState state : TransactionState.values()) {
            for (TransactionSighting seen : TransactionSighting.values()) {
                if (!state.inFlight()) {
                    assertThat(TransactionRules.next(state, seen)).isEqualTo(to(state, TransactionAction.WAIT));
                }
            }
        }
    }

    private static TransactionTransition to(TransactionState next, TransactionAction action) {
        return new TransactionTransition(next, action);
    }
}

package dev.tributary.settlement.rules;

import static dev.tributary.settlement.rules.TransactionAction.BUMP;
import static dev.tributary.settlement.rules.TransactionAction.SEND;
import static dev.tributary.settlement.rules.TransactionAction.WAIT;

/**
 * The life of a nonce. It ends in a finalized block only; until then a receipt may go away, and the same bytes are sent
 * again. An error of the node when sending is no fact: only what a later look shows counts.
 */
public final class TransactionRules {
    private TransactionRules() {}

    public static TransactionTransition next(TransactionState state, TransactionSighting seen) {
        if (!state.inFlight()) {
            return new TransactionTransition(state, WAIT);
        }
        return switch (seen) {
            case UNKNOWN, OVERDUE_AT_CAP -> new TransactionTransition(TransactionState.OPEN, SEND);
            case PENDING, NONCE_USED -> new TransactionTransition(TransactionState.OPEN, WAIT);
            case OVERDUE -> new TransactionTransition(TransactionState.OPEN, BUMP);
            case SUCCEEDED, REVERTED -> new TransactionTransition(TransactionState.MINED, WAIT);
            case SUCCEEDED_FINAL -> new TransactionTransition(TransactionState.SUCCEEDED, WAIT);
            case REVERTED_FINAL -> new TransactionTransition(TransactionState.REVERTED, WAIT);
            case NONCE_USED_FINAL -> new TransactionTransition(TransactionState.SUPERSEDED, WAIT);
        };
    }
}

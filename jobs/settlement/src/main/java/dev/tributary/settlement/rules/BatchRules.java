package dev.tributary.settlement.rules;

import static dev.tributary.settlement.rules.BatchAction.HALT;
import static dev.tributary.settlement.rules.BatchAction.PROVE;
import static dev.tributary.settlement.rules.BatchAction.SIGN_ACCEPTANCE;
import static dev.tributary.settlement.rules.BatchAction.SIGN_PROPOSAL;
import static dev.tributary.settlement.rules.BatchAction.WAIT;

/**
 * The life of a batch.
 *
 * <pre>
 * SEALED -> PROVED -> SIGNED -> PROPOSED -> ACCEPTED -> FINAL
 *                       ^          |   |        |
 *                       |          |   +--------+- gone from the chain: back to what the contract and receipts say
 *                       |          +-> REVOKED: an operator has it proved again
 * any -> HALTED
 * </pre>
 *
 * A pair that cannot come up in a sound system halts: money waits for a person rather than for luck.
 */
public final class BatchRules {
    private static final BatchTransition HALTED = new BatchTransition(BatchState.HALTED, HALT);

    private BatchRules() {}

    public static BatchTransition next(BatchState state, BatchObservation seen) {
        return switch (state) {
            case SEALED -> sealed(seen);
            case PROVED -> proved(seen);
            case SIGNED, PROPOSED, ACCEPTED -> sent(state, seen);
            case FINAL -> seen == BatchObservation.ACCEPTED_FINAL ? stay(state) : HALTED;
            case REVOKED -> revoked(seen);
            case HALTED -> stay(state);
        };
    }

    /** Where an operator's word takes a batch that was halted in a state: what was not sent is proved again. */
    public static BatchState resumed(BatchState haltedFrom) {
        return switch (haltedFrom) {
            case SEALED, PROVED, REVOKED -> BatchState.SEALED;
            case SIGNED, PROPOSED, ACCEPTED, FINAL -> haltedFrom;
            case HALTED -> throw new IllegalArgumentException("a halted batch was halted from another state");
        };
    }

    /** Its root is not known before it is proved, so nothing that the chain shows can be compared yet. */
    private static BatchTransition sealed(BatchObservation seen) {
        return switch (seen) {
            case PROOF_STORED -> to(BatchState.PROVED, WAIT);
            case GATE_TRIPPED, PROPOSAL_STORED, CONTRADICTED -> HALTED;
            default -> to(BatchState.SEALED, PROVE);
        };
    }

    private static BatchTransition proved(BatchObservation seen) {
        return switch (seen) {
            case CLEAR -> to(BatchState.PROVED, SIGN_PROPOSAL);
            case OUTDATED -> to(BatchState.PROVED, PROVE);
            case BLOCKED, UNSETTLED, PROOF_STORED -> stay(BatchState.PROVED);
            case PROPOSAL_STORED -> to(BatchState.SIGNED, WAIT);
            case REVOKED, REFUSED, NONCE_LOST -> HALTED;
            default -> onChain(seen);
        };
    }

    private static BatchTransition sent(BatchState state, BatchObservation seen) {
        return switch (seen) {
            case CLEAR, BLOCKED, OUTDATED, REFUSED, NONCE_LOST -> to(BatchState.PROVED, WAIT);
            case UNSETTLED -> stay(state);
            case REVOKED -> to(BatchState.REVOKED, WAIT);
            case PROOF_STORED, PROPOSAL_STORED -> HALTED;
            default -> onChain(seen);
        };
    }

    /** Only an operator leaves REVOKED, unless the very same root turns up on chain again. */
    private static BatchTransition revoked(BatchObservation seen) {
        return switch (seen) {
            case PROPOSED, ACCEPTABLE, ACCEPTED, ACCEPTED_FINAL, CONTRADICTED -> onChain(seen);
            case PROOF_STORED, PROPOSAL_STORED, GATE_TRIPPED -> HALTED;
            default -> stay(BatchState.REVOKED);
        };
    }

    private static BatchTransition onChain(BatchObservation seen) {
        return switch (seen) {
            case IN_FLIGHT -> to(BatchState.SIGNED, WAIT);
            case PROPOSED -> to(BatchState.PROPOSED, WAIT);
            case ACCEPTABLE -> to(BatchState.PROPOSED, SIGN_ACCEPTANCE);
            case ACCEPTED -> to(BatchState.ACCEPTED, WAIT);
            case ACCEPTED_FINAL -> to(BatchState.FINAL, WAIT);
            default -> HALTED;
        };
    }

    private static BatchTransition stay(BatchState state) {
        return to(state, WAIT);
    }

    private static BatchTransition to(BatchState next, BatchAction action) {
        return new BatchTransition(next, action);
    }
}

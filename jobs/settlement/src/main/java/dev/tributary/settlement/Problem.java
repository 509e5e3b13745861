package dev.tributary.settlement;

/** Why a run cannot go on: stable codes, and whether trying again later may help. */
public enum Problem {
    // The gate: what was proved must hold before anything is signed.
    HEADER_MISMATCH(Kind.HALT),
    EPOCH_GAP(Kind.HALT),
    LINES_MISMATCH(Kind.HALT),
    LINES_PENDING(Kind.HALT),
    LINES_UNACCOUNTED(Kind.HALT),
    NOT_CONSERVED(Kind.HALT),
    CUMULATIVE_FELL(Kind.HALT),
    DUPLICATE_LEAF(Kind.HALT),
    TOTAL_ABOVE_RECEIVED(Kind.HALT),
    TOTAL_BELOW_ACCEPTED(Kind.HALT),
    TOKEN_NOT_LISTED(Kind.HALT),
    TREE_FILE_MISMATCH(Kind.HALT),
    MANIFEST_FILE_MISMATCH(Kind.HALT),
    PROOF_CHANGED(Kind.HALT),
    // What the chain shows must fit what we did.
    ROOT_CONTRADICTED(Kind.HALT),
    REORG_PAST_FINALITY(Kind.HALT),
    IMPOSSIBLE_OBSERVATION(Kind.HALT),
    CALL_REFUSED(Kind.HALT),
    REPEATED_REVERT(Kind.HALT),
    CHAIN_AHEAD(Kind.HALT),
    CHAIN_ID_MISMATCH(Kind.HALT),
    SIGNER_MISMATCH(Kind.HALT),
    /** Batches are halted already; an operator has to resolve them. */
    HALTED(Kind.HALT),
    /** The reasons of an account's numerator do not add up to it. */
    STATEMENT_NOT_WHOLE(Kind.HALT),
    // What cannot be used as it is set up.
    KEY_UNUSABLE(Kind.USAGE),
    CONFIG_INVALID(Kind.USAGE),
    NOT_FOUND(Kind.USAGE),
    NOT_APPLICABLE(Kind.USAGE),
    REVISION_REFUSED(Kind.USAGE),
    OUTPUT_UNUSABLE(Kind.USAGE),
    MIGRATION_FAILED(Kind.HALT),
    // What is found when an epoch is computed again from the logs.
    VERIFICATION_DIFFERS(Kind.HALT),
    // Goes away by itself, or with the service that is away.
    DATABASE_UNAVAILABLE(Kind.UNAVAILABLE),
    NODE_UNAVAILABLE(Kind.UNAVAILABLE),
    LOG_UNAVAILABLE(Kind.UNAVAILABLE),
    NODE_BEHIND(Kind.UNAVAILABLE),
    SIGNER_UNAVAILABLE(Kind.UNAVAILABLE),
    LOGS_TOO_SHORT(Kind.UNAVAILABLE),
    LEASE_HELD(Kind.UNAVAILABLE),
    LEASE_LOST(Kind.UNAVAILABLE),
    // A limit that somebody set on purpose, or what only somebody outside can mend.
    FEE_CAP_REACHED(Kind.HOLD),
    DAILY_FEE_CAP_REACHED(Kind.HOLD),
    SUBMITTER_UNFUNDED(Kind.HOLD),
    SEND_REFUSED(Kind.HOLD);

    /** What a person or a scheduler can do about it. */
    public enum Kind {
        /** Stored with the batch; goes on when an operator resumes it. */
        HALT,
        /** Nothing more is signed; goes on by itself when its cause is gone. */
        HOLD,
        USAGE,
        UNAVAILABLE
    }

    private final Kind kind;

    Problem(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

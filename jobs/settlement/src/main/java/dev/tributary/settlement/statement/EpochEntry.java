package dev.tributary.settlement.statement;

/** One epoch among an account's statements: told, or why it cannot be. */
public sealed interface EpochEntry permits EpochStatement, UntoldEpoch {
    long epoch();
}

package dev.tributary.settlement.rules;

/** The state that a sighting leads to, and what to do there. */
public record TransactionTransition(TransactionState next, TransactionAction action) {}

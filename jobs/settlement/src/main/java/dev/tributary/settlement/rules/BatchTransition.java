package dev.tributary.settlement.rules;

/** The state that an observation leads to, and what to do there. */
public record BatchTransition(BatchState next, BatchAction action) {}

package dev.tributary.settlement.statement;

import dev.tributary.settlement.Problem;

/**
 * An epoch that gave an account something, of which there is no statement.
 *
 * @param problem the stable code
 * @param reason what was found, why, and what can be done
 */
public record UntoldEpoch(long epoch, Problem problem, String reason) implements EpochEntry {}

package dev.tributary.local.audit;

import java.math.BigInteger;

/**
 * One account that an epoch changed.
 *
 * @param numerator the change, in 10^-24 base units
 * @param cumulative the account's total so far, cut down to base units
 */
public record AuditedLine(String token, String account, BigInteger numerator, BigInteger cumulative) {}

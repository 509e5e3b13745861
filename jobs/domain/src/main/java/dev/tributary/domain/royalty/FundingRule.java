package dev.tributary.domain.royalty;

/**
 * How a payer's charges are covered.
 *
 * @param writeOffPeriods periods after its own at whose close a charge that still waits is given up
 * @param fundAll every charge within the spend limit is covered in its own period and balances are left alone: for
 *     those who ask what would be owed if everybody paid
 */
public record FundingRule(long writeOffPeriods, boolean fundAll) {}

package dev.tributary.local.audit;

/**
 * What one close changed.
 *
 * @param totals since the last batch, where this close makes one
 */
record PeriodChange(Accounts accounts, Totals totals) {}

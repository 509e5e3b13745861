package dev.tributary.local.audit;

/** What one close changed. */
record PeriodChange(Accounts accounts, Totals totals) {}

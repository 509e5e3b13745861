package dev.tributary.local.audit;

/**
 * What lines are summed by before they are rated.
 *
 * @param pass empty when none is cited
 * @param minute index of the rating grain the usage happened in
 * @param period index of the period it is booked in
 */
record UsageBucket(String model, String payer, String gateway, String pass, long minute, long period) {}

package dev.tributary.local.audit;

/**
 * Who gets what a model earned.
 *
 * @param freeze ordinal of the event that froze the model; 0 while it is not frozen
 * @param split of the model; what a freeze holds back is not for it
 */
record Payee(long freeze, Split split) {}

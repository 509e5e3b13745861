package dev.tributary.pipelines.royalties;

/**
 * What the revenue of one model is summed over before it is sent.
 *
 * @param period in which it accrues
 */
record RevenueBucket(long period, long minute, String token) {}

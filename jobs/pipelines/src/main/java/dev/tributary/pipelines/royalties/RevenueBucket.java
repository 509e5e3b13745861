package dev.tributary.pipelines.royalties;

/** What the revenue of one model is summed over until its period closes. */
public record RevenueBucket(long period, long minute, String token) {}

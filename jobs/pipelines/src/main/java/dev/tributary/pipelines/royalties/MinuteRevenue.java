package dev.tributary.pipelines.royalties;

/** Covered charges for the usage of one model in one minute, added up over payers. */
public record MinuteRevenue(String token, long minute, RevenueSum sum) {}

package dev.tributary.pipelines.royalties;

/** Which charge of one (payer, token). */
record ChargeKey(long period, long minute, String model) {}

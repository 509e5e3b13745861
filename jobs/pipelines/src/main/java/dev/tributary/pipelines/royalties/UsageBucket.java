package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.metering.UsageCount;

/** What usage of one model is summed over until its period closes: the smallest unit that can be refused at the close. */
public record UsageBucket(long period, long minute, String payer, String gateway, String pass) {
    static UsageBucket of(UsageCount count) {
        return new UsageBucket(count.period(), count.minute(), count.payer(), count.gateway(), count.pass());
    }
}

package dev.tributary.pipelines.royalties;

/**
 * What the earnings of one model are summed over until their period closes.
 *
 * @param saleOrdinal 0 for usage
 */
public record EarningBucket(long period, long minute, long saleOrdinal, String token) {
    static EarningBucket of(ModelEarning earning) {
        return new EarningBucket(earning.period(), earning.minute(), earning.saleOrdinal(), earning.token());
    }
}

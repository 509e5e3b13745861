package dev.tributary.pipelines.royalties;

import java.math.BigInteger;

/**
 * What a model receives of one descendant's (or its own) revenue, over a run of minutes with one fee, treasury and split
 * or from one sale; still to be split among its accounts.
 *
 * @param model the receiving model
 * @param minute the first minute of the run: its split is the run's
 * @param saleOrdinal place of the sale in the chain's log, which decides whose it is; 0 for usage
 * @param amount in 10^-20 base units
 */
public record ModelEarning(String model, long period, String token, long minute, long saleOrdinal, BigInteger amount) {
    Key key() {
        return new Key(model, EarningBucket.of(this));
    }

    ModelEarning plus(ModelEarning other) {
        return new ModelEarning(model, period, token, minute, saleOrdinal, amount.add(other.amount));
    }

    record Key(String model, EarningBucket bucket) {}
}

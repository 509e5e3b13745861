package dev.tributary.settlement.trace;

import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.metering.MeteringSettings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.util.Set;

/**
 * How the usage log is read and judged: RoyaltyJob's own keys, which have to have the same values.
 *
 * @param bootstrapServers "" when the log comes from a file
 */
public record TraceConfig(MeteringSettings metering, String bootstrapServers) {
    public static final Set<String> KEYS = Set.of(
            RoyaltyJobConfig.BOOTSTRAP_SERVERS,
            RoyaltyJobConfig.USAGE_TOPIC,
            RoyaltyJobConfig.USAGE_PARTITIONS,
            RoyaltyJobConfig.GATEWAY_REGISTRY,
            RoyaltyJobConfig.RATING_GRAIN,
            RoyaltyJobConfig.PERIOD,
            RoyaltyJobConfig.GRACE);

    private static final long MINUTE_MILLIS = 60_000;

    /** @param fromKafka whether the log is to be read from the broker */
    public static TraceConfig from(Settings settings, long chainId, boolean fromKafka) {
        try {
            return new TraceConfig(
                    new MeteringSettings(
                            settings.text(RoyaltyJobConfig.USAGE_TOPIC, "usage.reported.v1"),
                            settings.smallNumber(RoyaltyJobConfig.USAGE_PARTITIONS),
                            chainId,
                            settings.text(RoyaltyJobConfig.GATEWAY_REGISTRY),
                            settings.durationMillis(RoyaltyJobConfig.RATING_GRAIN, MINUTE_MILLIS),
                            settings.durationMillis(RoyaltyJobConfig.PERIOD, 60 * MINUTE_MILLIS),
                            settings.durationMillis(RoyaltyJobConfig.GRACE, 10 * MINUTE_MILLIS),
                            true),
                    fromKafka ? settings.text(RoyaltyJobConfig.BOOTSTRAP_SERVERS) : "");
        } catch (IllegalArgumentException e) {
            throw new SettlementException(
                    Problem.CONFIG_INVALID, e.getMessage() + ". Give `trace` the values that RoyaltyJob runs with.", e);
        }
    }
}

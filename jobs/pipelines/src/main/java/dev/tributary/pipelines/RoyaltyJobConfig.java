package dev.tributary.pipelines;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.config.SettingsException;
import dev.tributary.pipelines.connectors.DatabaseAccess;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.pipelines.royalties.FundingSettings;
import java.util.Set;

/**
 * The configuration of RoyaltyJob; what it shares with ChainIngestJob has the same keys there. Flink's own settings
 * (state, checkpoints, restarts, parallelism) stay in Flink's configuration.
 *
 * @param rules what the pipeline computes with
 * @param groupId consumer group, for operators to see progress
 * @param replication copies of every record of a topic that has to be created
 */
public record RoyaltyJobConfig(
        RoyaltySettings rules,
        String bootstrapServers,
        String groupId,
        String chainTopic,
        String rejectedTopic,
        int replication,
        DatabaseAccess database) {
    public static final String BOOTSTRAP_SERVERS = "kafka.bootstrap-servers";
    public static final String GROUP_ID = "kafka.group-id";
    public static final String USAGE_TOPIC = "topic.usage-reported";
    public static final String REJECTED_TOPIC = "topic.usage-rejected";
    public static final String CHAIN_TOPIC = "topic.chain-events";
    public static final String USAGE_PARTITIONS = "usage.partitions";
    public static final String REPLICATION = "topic.replication";
    public static final String CHAIN_ID = "chain.id";
    public static final String MODEL_REGISTRY = "contract.model-registry";
    public static final String GATEWAY_REGISTRY = "contract.gateway-registry";
    public static final String ROYALTY_VAULT = "contract.royalty-vault";
    public static final String ACCESS_PASS = "contract.access-pass";
    public static final String VERIFICATION_ORACLE = "contract.verification-oracle";
    public static final String MARKETPLACE = "contract.marketplace";
    public static final String RATING_GRAIN = "rating.grain";
    public static final String PERIOD = "settlement.period";
    public static final String GRACE = "settlement.grace";
    public static final String WRITE_OFF_AFTER = "funding.write-off-after";
    public static final String DATABASE_URL = "database.url";
    public static final String DATABASE_USER = "database.user";
    public static final String DATABASE_PASSWORD_FILE = "database.password-file";
    public static final String DATABASE_PATIENCE = "database.patience";

    /** Every key that the job knows. */
    public static final Set<String> KEYS = Set.of(
            BOOTSTRAP_SERVERS,
            GROUP_ID,
            USAGE_TOPIC,
            REJECTED_TOPIC,
            CHAIN_TOPIC,
            USAGE_PARTITIONS,
            REPLICATION,
            CHAIN_ID,
            MODEL_REGISTRY,
            GATEWAY_REGISTRY,
            ROYALTY_VAULT,
            ACCESS_PASS,
            VERIFICATION_ORACLE,
            MARKETPLACE,
            WRITE_OFF_AFTER,
            RATING_GRAIN,
            PERIOD,
            GRACE,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD_FILE,
            DATABASE_PATIENCE);

    private static final long MINUTE_MILLIS = 60_000;
    private static final long WRITE_OFF_MILLIS = 30L * 24 * 60 * MINUTE_MILLIS;

    /** Reads and validates; keys without a default must be given. */
    public static RoyaltyJobConfig from(Settings settings) {
        RoyaltySettings rules = new RoyaltySettings(
                settings.wholeNumber(CHAIN_ID),
                new ContractAddresses(
                        address(settings, MODEL_REGISTRY),
                        address(settings, GATEWAY_REGISTRY),
                        address(settings, ROYALTY_VAULT),
                        addressOrAny(settings, ACCESS_PASS),
                        addressOrAny(settings, VERIFICATION_ORACLE),
                        addressOrAny(settings, MARKETPLACE)),
                booking(settings),
                settings.text(USAGE_TOPIC, "usage.reported.v1"),
                settings.smallNumber(USAGE_PARTITIONS),
                funding(settings),
                true,
                true);
        return new RoyaltyJobConfig(
                rules,
                settings.text(BOOTSTRAP_SERVERS),
                settings.text(GROUP_ID, "tributary-royalty"),
                settings.text(CHAIN_TOPIC, "chain.events.v1"),
                settings.text(REJECTED_TOPIC, "usage.rejected.v1"),
                settings.smallNumber(REPLICATION, 3),
                new DatabaseAccess(
                        settings.text(DATABASE_URL),
                        settings.text(DATABASE_USER),
                        settings.text(DATABASE_PASSWORD_FILE),
                        settings.durationMillis(DATABASE_PATIENCE, 10 * MINUTE_MILLIS)));
    }

    /** Grain, period and grace. */
    public static BookingRule booking(Settings settings) {
        return new BookingRule(
                settings.durationMillis(RATING_GRAIN, MINUTE_MILLIS),
                settings.durationMillis(PERIOD, 60 * MINUTE_MILLIS),
                settings.durationMillis(GRACE, 10 * MINUTE_MILLIS));
    }

    /** When a charge that nobody paid is given up. */
    public static FundingSettings funding(Settings settings) {
        return new FundingSettings(settings.durationMillis(WRITE_OFF_AFTER, WRITE_OFF_MILLIS), false);
    }

    /** Empty when it is not given: the log alone decides then. */
    private static String addressOrAny(Settings settings, String key) {
        return settings.has(key) ? address(settings, key) : "";
    }

    private static String address(Settings settings, String key) {
        String address = settings.text(key);
        if (!Hex.isAddress(address)) {
            throw SettingsException.invalid(key, address, "0x and 40 hex digits in lower case");
        }
        return address;
    }
}

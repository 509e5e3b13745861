package dev.tributary.settlement.run;

import dev.tributary.chain.RpcOptions;
import dev.tributary.domain.money.Hex;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.config.SettingsException;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.vault.FeeLimits;
import dev.tributary.settlement.vault.FeeRule;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * All that a settlement run is told.
 *
 * @param rpcUrls nodes over HTTP, the preferred one first, separated by commas
 * @param confirmations blocks after which one counts as finalized; 0 asks the node
 * @param bumpAfter how long an attempt may stay unmined before the fees rise
 * @param leaseLength how long a runner that died keeps others out; longer than any transaction of a run takes
 * @param interval between passes of a watch
 */
public record SettlementConfig(
        VaultId vault,
        String rpcUrls,
        Duration rpcTimeout,
        long confirmations,
        DatabaseLogin database,
        KeySource submitter,
        Path outputDirectory,
        Duration bumpAfter,
        FeeRule feeRule,
        FeeLimits feeLimits,
        Duration leaseLength,
        Duration interval) {
    /** Everything that a configuration file may hold. */
    public static final Set<String> KEYS = Set.of(
            "chain.id",
            "chain.confirmations",
            "contract.royalty-vault",
            "chain.rpc-url",
            "chain.rpc-url-file",
            "chain.rpc-timeout",
            "database.url",
            "database.user",
            "database.password-file",
            "submitter.keystore",
            "submitter.passphrase-file",
            "submitter.remote-url",
            "submitter.remote-url-file",
            "submitter.address",
            "output.directory",
            "fee.bump-after",
            "fee.bump-percent",
            "fee.max-per-gas-wei",
            "fee.max-per-transaction-wei",
            "fee.max-per-day-wei",
            "lease.length",
            "watch.interval",
            "reader.user",
            "reader.password-file",
            "migrator.user",
            "migrator.password-file",
            // What the jobs were told, for those who compute again what they did.
            "chain.deployment-block",
            RoyaltyJobConfig.BOOTSTRAP_SERVERS,
            RoyaltyJobConfig.USAGE_TOPIC,
            RoyaltyJobConfig.REJECTED_TOPIC,
            RoyaltyJobConfig.CHAIN_TOPIC,
            RoyaltyJobConfig.REPLICATION,
            RoyaltyJobConfig.USAGE_PARTITIONS,
            RoyaltyJobConfig.MODEL_REGISTRY,
            RoyaltyJobConfig.GATEWAY_REGISTRY,
            RoyaltyJobConfig.ACCESS_PASS,
            RoyaltyJobConfig.VERIFICATION_ORACLE,
            RoyaltyJobConfig.MARKETPLACE,
            RoyaltyJobConfig.RATING_GRAIN,
            RoyaltyJobConfig.PERIOD,
            RoyaltyJobConfig.GRACE,
            RoyaltyJobConfig.WRITE_OFF_AFTER);

    public SettlementConfig {
        if (confirmations < 0
                || isNotPositive(rpcTimeout)
                || isNotPositive(bumpAfter)
                || isNotPositive(leaseLength)
                || isNotPositive(interval)) {
            throw new IllegalArgumentException("durations must be above 0 and confirmations at least 0");
        }
    }

    public static SettlementConfig from(Settings settings) {
        return new SettlementConfig(
                vault(settings),
                rpcUrls(settings),
                Duration.ofMillis(settings.durationMillis("chain.rpc-timeout", 10_000)),
                settings.wholeNumber("chain.confirmations", 0),
                DatabaseLogin.settlement(settings),
                KeySource.from(settings),
                Path.of(settings.text("output.directory")),
                Duration.ofMillis(settings.durationMillis("fee.bump-after", 120_000)),
                feeRule(settings),
                feeLimits(settings),
                Duration.ofMillis(settings.durationMillis("lease.length", 60_000)),
                Duration.ofMillis(settings.durationMillis("watch.interval", 15_000)));
    }

    /** The part that is enough to read what was settled. */
    public static VaultId vault(Settings settings) {
        String address = settings.text("contract.royalty-vault");
        if (!Hex.isAddress(address)) {
            throw SettingsException.invalid("contract.royalty-vault", address, "0x and 40 lower-case hex digits");
        }
        return new VaultId(settings.wholeNumber("chain.id"), address);
    }

    /** What settlement may cost. */
    public static FeeLimits feeLimits(Settings settings) {
        return new FeeLimits(
                wei(settings, FeeLimits.Limit.PER_GAS, "500000000000"),
                wei(settings, FeeLimits.Limit.PER_TRANSACTION, "100000000000000000"),
                wei(settings, FeeLimits.Limit.PER_DAY, "500000000000000000"));
    }

    private static String rpcUrls(Settings settings) {
        String urls = settings.address("chain.rpc-url");
        try {
            return String.join(",", RpcOptions.of(urls, 1).urls());
        } catch (IllegalArgumentException e) {
            // An address often holds the access key.
            throw SettingsException.invalid("chain.rpc-url", "(not shown)", String.valueOf(e.getMessage()));
        }
    }

    private static BigInteger wei(Settings settings, FeeLimits.Limit limit, String fallback) {
        String value = settings.text(limit.key(), fallback);
        if (!value.matches("[1-9][0-9]{0,30}")) {
            throw SettingsException.invalid(limit.key(), value, "a positive whole number of wei");
        }
        return new BigInteger(value);
    }

    private static FeeRule feeRule(Settings settings) {
        int percent = settings.smallNumber("fee.bump-percent", 12);
        if (percent < 10) {
            throw SettingsException.invalid("fee.bump-percent", Integer.toString(percent), "at least 10");
        }
        return new FeeRule(percent);
    }

    private static boolean isNotPositive(Duration duration) {
        return duration.isNegative() || duration.isZero();
    }
}

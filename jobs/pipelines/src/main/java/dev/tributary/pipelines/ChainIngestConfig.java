package dev.tributary.pipelines;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.RpcOptions;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.config.SettingsException;
import dev.tributary.pipelines.ingest.EvmLogPace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What ChainIngestJob needs to know.
 *
 * @param rpc the node and the chain it has to serve
 * @param deployment the contracts whose events are read, and the block to begin at
 * @param chainEventsTopic topic of decoded events, one partition
 * @param usageTopic topic that gets heartbeats
 * @param usagePartitions its fixed number of partitions
 * @param heartbeatMillis time between two heartbeats of a partition
 * @param replication copies of every record, for topics that are created
 */
public record ChainIngestConfig(
        RpcOptions rpc,
        Deployment deployment,
        EvmLogPace pace,
        String bootstrapServers,
        String chainEventsTopic,
        String usageTopic,
        int usagePartitions,
        long heartbeatMillis,
        int replication) {
    /** Every key of the configuration file. */
    public static final Set<String> KEYS = Set.of(
            "chain.id",
            "chain.rpc-url",
            "chain.rpc-url-file",
            "chain.rpc-timeout",
            "chain.confirmations",
            "chain.deployment",
            "chain.deployment-block",
            "contract.model-registry",
            "contract.gateway-registry",
            "contract.royalty-vault",
            "contract.access-pass",
            "contract.verification-oracle",
            "contract.marketplace",
            "chain.poll-interval",
            "chain.blocks-per-fetch",
            "kafka.bootstrap-servers",
            "topic.chain-events",
            "topic.usage-reported",
            "usage.partitions",
            "heartbeat.interval",
            "topic.replication");

    /** A chain without sales has none of these contracts. */
    private static final Map<String, String> KEYS_OF_THE_MARKET = Map.of(
            Deployment.ACCESS_PASS, "contract.access-pass",
            Deployment.VERIFICATION_ORACLE, "contract.verification-oracle",
            Deployment.MARKETPLACE, "contract.marketplace");

    private static final int ATTEMPTS = 1;

    public ChainIngestConfig {
        if (rpc.chainId() != deployment.chainId()) {
            throw SettingsException.invalid(
                    "chain.id", Long.toString(rpc.chainId()), "the chain of the deployment, " + deployment.chainId());
        }
        requireFromOne("usage.partitions", usagePartitions);
        requireFromOne("heartbeat.interval", heartbeatMillis);
        requireFromOne("topic.replication", replication);
    }

    private static void requireFromOne(String key, long value) {
        if (value < 1) {
            throw SettingsException.invalid(key, Long.toString(value), "at least 1");
        }
    }

    /** Reads and checks the settings; {@code chain.deployment} names the deployment file. */
    public static ChainIngestConfig from(Settings settings) {
        long chainId = settings.wholeNumber("chain.id");
        return new ChainIngestConfig(
                rpc(settings, chainId),
                deployment(settings, chainId),
                new EvmLogPace(
                        settings.durationMillis("chain.poll-interval", 1_000),
                        settings.smallNumber("chain.blocks-per-fetch", 500)),
                settings.text("kafka.bootstrap-servers"),
                settings.text("topic.chain-events", "chain.events.v1"),
                settings.text("topic.usage-reported", "usage.reported.v1"),
                settings.smallNumber("usage.partitions"),
                settings.durationMillis("heartbeat.interval", 1_000),
                settings.smallNumber("topic.replication", 3));
    }

    private static RpcOptions rpc(Settings settings, long chainId) {
        // A provider's URL often holds the access key, so it may also come from a file.
        String url = settings.address("chain.rpc-url");
        try {
            return new RpcOptions(
                    url,
                    chainId,
                    settings.wholeNumber("chain.confirmations", 0),
                    settings.durationMillis("chain.rpc-timeout", 15_000),
                    ATTEMPTS);
        } catch (IllegalArgumentException e) {
            throw SettingsException.invalid("chain.rpc-url", "(not shown)", String.valueOf(e.getMessage()));
        }
    }

    private static Deployment deployment(Settings settings, long chainId) {
        if (settings.has("chain.deployment")) {
            return read(settings.text("chain.deployment"));
        }
        Map<String, String> contracts = new HashMap<>(Map.of(
                Deployment.MODEL_REGISTRY, settings.text("contract.model-registry"),
                Deployment.GATEWAY_REGISTRY, settings.text("contract.gateway-registry"),
                Deployment.ROYALTY_VAULT, settings.text("contract.royalty-vault")));
        KEYS_OF_THE_MARKET.forEach((contract, key) -> {
            if (settings.has(key)) {
                contracts.put(contract, settings.text(key));
            }
        });
        return new Deployment(chainId, settings.wholeNumber("chain.deployment-block"), contracts);
    }

    private static Deployment read(String file) {
        try {
            return Deployment.read(Path.of(file));
        } catch (IOException e) {
            throw SettingsException.invalid(
                    "chain.deployment", file, "a readable deployments/<chainId>.json (" + e.getMessage() + ")");
        }
    }
}

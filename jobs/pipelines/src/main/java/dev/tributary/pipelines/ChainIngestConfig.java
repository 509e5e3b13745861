package dev.tributary.pipelines;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.RpcOptions;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.config.SettingsException;
import dev.tributary.pipelines.ingest.EvmLogPace;
import java.io.IOException;
import java.nio.file.Path;
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
            "chain.model-registry",
            "chain.gateway-registry",
            "chain.royalty-vault",
            "chain.poll-interval",
            "chain.blocks-per-fetch",
            "kafka.bootstrap-servers",
            "kafka.chain-events-topic",
            "kafka.usage-topic",
            "kafka.usage-partitions",
            "kafka.heartbeat-interval",
            "kafka.replication");

    private static final int ATTEMPTS = 1;

    public ChainIngestConfig {
        if (rpc.chainId() != deployment.chainId()) {
            throw SettingsException.invalid(
                    "chain.id", Long.toString(rpc.chainId()), "the chain of the deployment, " + deployment.chainId());
        }
        requireFromOne("kafka.usage-partitions", usagePartitions);
        requireFromOne("kafka.heartbeat-interval", heartbeatMillis);
        requireFromOne("kafka.replication", replication);
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
                settings.text("kafka.chain-events-topic", "chain.events.v1"),
                settings.text("kafka.usage-topic", "usage.reported.v1"),
                (int) settings.wholeNumber("kafka.usage-partitions"),
                settings.durationMillis("kafka.heartbeat-interval", 1_000),
                settings.smallNumber("kafka.replication", 3));
    }

    private static RpcOptions rpc(Settings settings, long chainId) {
        // A provider's URL often holds the access key, so it may also come from a file.
        String url = settings.has("chain.rpc-url-file")
                ? settings.secret("chain.rpc-url-file")
                : settings.text("chain.rpc-url");
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
        return new Deployment(
                chainId,
                settings.wholeNumber("chain.deployment-block"),
                Map.of(
                        Deployment.MODEL_REGISTRY, settings.text("chain.model-registry"),
                        Deployment.GATEWAY_REGISTRY, settings.text("chain.gateway-registry"),
                        Deployment.ROYALTY_VAULT, settings.text("chain.royalty-vault")));
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

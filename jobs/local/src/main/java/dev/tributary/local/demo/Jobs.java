package dev.tributary.local.demo;

import dev.tributary.chain.Deployment;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevChain;
import dev.tributary.local.LocalStack;
import dev.tributary.pipelines.ChainIngestConfig;
import dev.tributary.pipelines.ChainIngestJob;
import dev.tributary.pipelines.RoyaltyJob;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Starts the two Flink jobs on the local stack, through the same configuration records as in production. */
final class Jobs {
    static final String USAGE_TOPIC = "usage.reported.v1";
    static final String CHAIN_TOPIC = "chain.events.v1";

    private static final long CHECKPOINT_MILLIS = 1_000;
    private static final int ROYALTY_PARALLELISM = 2;

    private final LocalStack stack;
    private final Deployment deployment;
    private final DemoOptions options;

    Jobs(LocalStack stack, Deployment deployment, DemoOptions options) {
        this.stack = stack;
        this.deployment = deployment;
        this.options = options;
    }

    void start() {
        RoyaltyJobConfig royalties = royaltyConfig();
        RoyaltyJob.ensureTopics(royalties);
        StreamExecutionEnvironment ingest = environment(1);
        ChainIngestJob.build(ingest, ingestConfig());
        stack.flink().submit(ingest, "ChainIngestJob");
        StreamExecutionEnvironment royalty = environment(ROYALTY_PARALLELISM);
        RoyaltyJob.build(royalty, royalties);
        stack.flink().submit(royalty, "RoyaltyJob");
    }

    private StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment environment = stack.flink().environment();
        environment.setParallelism(parallelism);
        environment.enableCheckpointing(CHECKPOINT_MILLIS);
        return environment;
    }

    private ChainIngestConfig ingestConfig() {
        return ChainIngestConfig.from(Settings.of(
                Map.ofEntries(
                        Map.entry("chain.id", Long.toString(DevChain.CHAIN_ID)),
                        Map.entry("chain.rpc-url", stack.chain().url()),
                        Map.entry("chain.deployment-block", Long.toString(deployment.deploymentBlock())),
                        Map.entry("contract.model-registry", deployment.address(Deployment.MODEL_REGISTRY)),
                        Map.entry("contract.gateway-registry", deployment.address(Deployment.GATEWAY_REGISTRY)),
                        Map.entry("contract.royalty-vault", deployment.address(Deployment.ROYALTY_VAULT)),
                        Map.entry("contract.access-pass", deployment.address(Deployment.ACCESS_PASS)),
                        Map.entry("contract.verification-oracle", deployment.address(Deployment.VERIFICATION_ORACLE)),
                        Map.entry("contract.marketplace", deployment.address(Deployment.MARKETPLACE)),
                        Map.entry("chain.poll-interval", "250ms"),
                        Map.entry("kafka.bootstrap-servers", stack.kafka().bootstrapServers()),
                        Map.entry("usage.partitions", Integer.toString(DemoOptions.USAGE_PARTITIONS)),
                        Map.entry("heartbeat.interval", "250ms"),
                        Map.entry("topic.replication", "1")),
                Map.of(),
                ChainIngestConfig.KEYS));
    }

    private RoyaltyJobConfig royaltyConfig() {
        DatabaseLogin login = stack.database().login(DatabaseRole.JOBS);
        return RoyaltyJobConfig.from(Settings.of(
                Map.ofEntries(
                        Map.entry(
                                RoyaltyJobConfig.BOOTSTRAP_SERVERS,
                                stack.kafka().bootstrapServers()),
                        Map.entry(RoyaltyJobConfig.USAGE_PARTITIONS, Integer.toString(DemoOptions.USAGE_PARTITIONS)),
                        Map.entry(RoyaltyJobConfig.REPLICATION, "1"),
                        Map.entry(RoyaltyJobConfig.CHAIN_ID, Long.toString(DevChain.CHAIN_ID)),
                        Map.entry(RoyaltyJobConfig.MODEL_REGISTRY, deployment.address(Deployment.MODEL_REGISTRY)),
                        Map.entry(RoyaltyJobConfig.GATEWAY_REGISTRY, deployment.address(Deployment.GATEWAY_REGISTRY)),
                        Map.entry(RoyaltyJobConfig.ROYALTY_VAULT, deployment.address(Deployment.ROYALTY_VAULT)),
                        Map.entry(RoyaltyJobConfig.ACCESS_PASS, deployment.address(Deployment.ACCESS_PASS)),
                        Map.entry(
                                RoyaltyJobConfig.VERIFICATION_ORACLE,
                                deployment.address(Deployment.VERIFICATION_ORACLE)),
                        Map.entry(RoyaltyJobConfig.MARKETPLACE, deployment.address(Deployment.MARKETPLACE)),
                        Map.entry(RoyaltyJobConfig.RATING_GRAIN, DemoOptions.GRAIN_MILLIS + "ms"),
                        Map.entry(RoyaltyJobConfig.PERIOD, options.periodMillis() + "ms"),
                        Map.entry(RoyaltyJobConfig.GRACE, DemoOptions.GRACE_MILLIS + "ms"),
                        Map.entry(RoyaltyJobConfig.DATABASE_URL, login.url()),
                        Map.entry(RoyaltyJobConfig.DATABASE_USER, login.user()),
                        Map.entry(
                                RoyaltyJobConfig.DATABASE_PASSWORD_FILE,
                                login.passwordFile().toString())),
                Map.of(),
                RoyaltyJobConfig.KEYS));
    }
}

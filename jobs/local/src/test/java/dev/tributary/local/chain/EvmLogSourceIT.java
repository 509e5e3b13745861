package dev.tributary.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.Deployment;
import dev.tributary.chain.EvmLog;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.chain.Web3jRpc;
import dev.tributary.domain.money.Hex;
import dev.tributary.local.DevChain;
import dev.tributary.local.FlinkCluster;
import dev.tributary.pipelines.ingest.EvmLogPace;
import dev.tributary.pipelines.ingest.EvmLogSource;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.web3j.tx.TransactionManager;

@Timeout(180)
final class EvmLogSourceIT {
    private static final EvmLogPace PACE = new EvmLogPace(50, 7);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static FlinkCluster cluster = FlinkCluster.start(1, 1);

    private DevChain chain = DevChain.start(DevChain.Options.automine(Scene.CONTRACTS));

    @AfterAll
    static void stopFlink() {
        cluster.close();
    }

    @AfterEach
    void stopChain() {
        chain.close();
    }

    @Test
    void everyEventOfTheContractsIsDecodedAndNumbered(TestInfo test) throws Exception {
        Scene scene = new Scene(chain);
        scene.everythingHappens();
        List<ChainEvent> events = ingested(scene.marketplace.deployment(), test);
        assertThat(names(events)).containsAll(EVENTS_OF_THE_DESIGN);
        assertThat(only(events, "ModelRegistered", 1).args())
                .isEqualTo(("{\"modelId\":\"%s\",\"owner\":\"%s\",\"codec\":85,\"format\":3,\"parents\":[\"%s\"],"
                                + "\"royaltyPolicy\":1,\"royaltyShare\":10000000}")
                        .formatted(
                                Hex.of(Scene.modelId("child")),
                                Scene.CREATOR.getAddress(),
                                Hex.of(Scene.modelId("parent"))));
        assertThat(only(events, "TermsChanged", 2).args())
                .contains("\"pricesPerMillion\":[\"0\",\"150000\",\"340282366920938463463374607431768211455\",\"1\"]")
                .contains("\"passRequired\":true,\"passLifetime\":\"18446744073709551615\"")
                .endsWith("\"effectiveAt\":\"18446744073709551615\"}");
        assertThat(only(events, "SplitChanged", 0).args()).endsWith("\"basisPoints\":[7000,3000]}");
        assertThat(only(events, "FeeChanged", 0).args()).isEqualTo("{\"feePpm\":25000}");
        assertThat(only(events, "RootRevoked", 0).args())
                .isEqualTo("{\"epoch\":\"1\",\"reason\":\"" + Scene.REVOKE_REASON + "\"}");
        assertThat(only(events, "SpendLimitChanged", 0).args())
                .endsWith("\"perPeriod\":\"" + BigInteger.TWO.pow(256).subtract(BigInteger.ONE) + "\"}");
        assertThat(counted(events, "ModelRegistry"))
                .isEqualTo(scene.models.eventCount().send());
        assertThat(counted(events, "GatewayRegistry"))
                .isEqualTo(scene.gateways.eventCount().send());
        assertThat(counted(events, "RoyaltyVault"))
                .isEqualTo(scene.vault.eventCount().send());
        assertThat(counted(events, "VerificationOracle"))
                .isEqualTo(scene.marketplace
                        .oracle(chain, Scene.ADMIN)
                        .eventCount()
                        .send());
        assertThat(counted(events, "Marketplace"))
                .isEqualTo(scene.marketplace
                        .marketplace(chain, Scene.ADMIN)
                        .eventCount()
                        .send());
        assertThat(counted(events, "AccessPass"))
                .isEqualTo(scene.marketplace
                        .passes(chain, Scene.ADMIN)
                        .eventCount()
                        .send());
        assertThat(only(events, "ModelVerified", 1).args())
                .startsWith("{\"modelId\":\"%s\",\"round\":\"2\",\"scorePpm\":\"100000\",\"expiresAt\":\""
                        .formatted(Hex.of(Scene.modelId("child"))));
        assertThat(only(events, "Released", 0).args()).endsWith("\"passId\":\"1\",\"fee\":\"0\",\"net\":\"10\"}");
    }

    @Test
    void killedAtAnyMomentItNeitherSkipsNorCountsTwice(TestInfo test) throws Exception {
        long seed = 20261123;
        Random random = new Random(seed);
        Scene scene = new Scene(chain);
        CollectedEvents events = new CollectedEvents(test.getDisplayName());
        JobID job = start(scene.marketplace.deployment(), events);
        for (int kill = 0; kill < 5; kill++) {
            authorise(scene, 5 + random.nextInt(10), kill);
            awaitEverythingFinal(events);
            awaitCheckpoint(job);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            cluster.killTaskManager(kill);
            cluster.startTaskManager();
            authorise(scene, 3, 100 + kill);
        }
        awaitEverythingFinal(events);
        cluster.cancel(job);
        assertThat(positions(events.accepted()))
                .as("seed %s", seed)
                .isEqualTo(logPositions(scene.marketplace.deployment()));
        assertThat(contentsByOrdinal(events.all()))
                .allSatisfy((ordinal, contents) -> assertThat(contents).hasSize(1));
        assertThat(cluster.status(job)).isNotEqualTo(JobStatus.FAILED);
        cluster.close();
        cluster = FlinkCluster.start(1, 1);
    }

    @Test
    void aReorgDeeperThanFinalityHaltsForGood(TestInfo test) throws Exception {
        Scene scene = new Scene(chain);
        CollectedEvents events = new CollectedEvents(test.getDisplayName());
        JobID job = start(scene.marketplace.deployment(), events);
        authorise(scene, 8, 0);
        awaitEverythingFinal(events);
        List<ChainEvent> before = events.accepted();
        chain.command("anvil_reorg", 6, List.of());
        JobResult result = cluster.result(job).get(60, TimeUnit.SECONDS);
        Throwable failure = result.getSerializedThrowable()
                .orElseThrow()
                .deserializeError(getClass().getClassLoader());
        assertThat(failure).hasStackTraceContaining("INGEST_FINALIZED_BLOCK_CHANGED: block ");
        assertThat(events.accepted()).isEqualTo(before);
    }

    @Test
    void aBlockWithHundredsOfLogsKeepsTheirOrder(TestInfo test) throws Exception {
        Scene scene = new Scene(chain);
        chain.command("evm_setAutomine", false);
        TransactionManager admin = chain.transactions(Scene.ADMIN);
        for (int i = 0; i < 300; i++) {
            String call = scene.gateways.authorise(gateway(i, 0)).encodeFunctionCall();
            admin.sendTransaction(
                    BigInteger.valueOf(4_000_000_000L),
                    BigInteger.valueOf(100_000),
                    scene.gateways.getContractAddress(),
                    call,
                    BigInteger.ZERO);
        }
        chain.mine(1);
        List<ChainEvent> events = ingested(scene.marketplace.deployment(), test);
        List<ChainEvent> authorised = events.stream()
                .filter(event -> event.event().equals("GatewayAuthorised"))
                .toList();
        assertThat(authorised).hasSize(300);
        assertThat(authorised.stream().map(ChainEvent::blockNumber).distinct()).hasSize(1);
        assertThat(authorised).extracting(ChainEvent::args).containsExactlyElementsOf(authorisedInOrder(300));
    }

    @Test
    void aChainThatIsNotThereYetIsWaitedFor(TestInfo test) throws Exception {
        Scene known = new Scene(chain);
        Deployment deployment = known.marketplace.deployment();
        chain.close();
        int port = URI.create(chain.url()).getPort();
        CollectedEvents events = new CollectedEvents(test.getDisplayName());
        JobID job = start("http://127.0.0.1:" + port, deployment, events);
        TimeUnit.SECONDS.sleep(2);
        assertThat(events.all()).isEmpty();
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
        chain = DevChain.start(new DevChain.Options(Scene.CONTRACTS, 0, 10, port));
        Scene again = new Scene(chain);
        assertThat(again.marketplace.deployment()).isEqualTo(deployment);
        chain.mine(2);
        awaitEverythingFinal(events);
        cluster.cancel(job);
        assertThat(names(events.accepted())).contains("RoyaltyVault.TokenAdded");
    }

    private static final List<String> EVENTS_OF_THE_DESIGN = List.of(
            "ModelRegistry.ModelRegistered",
            "ModelRegistry.TermsChanged",
            "ModelRegistry.SplitChanged",
            "ModelRegistry.Transfer",
            "ModelRegistry.ModelFrozen",
            "ModelRegistry.ModelUnfrozen",
            "GatewayRegistry.GatewayAuthorised",
            "GatewayRegistry.GatewayRevoked",
            "GatewayRegistry.GatewayAllowed",
            "GatewayRegistry.GatewayDisallowed",
            "VerificationOracle.BenchmarkReported",
            "VerificationOracle.ModelVerified",
            "Marketplace.Purchased",
            "Marketplace.Released",
            "Marketplace.Refunded",
            "AccessPass.PassIssued",
            "AccessPass.PassRevoked",
            "RoyaltyVault.TokenAdded",
            "RoyaltyVault.FeeChanged",
            "RoyaltyVault.TreasuryChanged",
            "RoyaltyVault.Deposited",
            "RoyaltyVault.SpendLimitChanged",
            "RoyaltyVault.WithdrawalRequested",
            "RoyaltyVault.RevenueReceived",
            "RoyaltyVault.RecipientChanged",
            "RoyaltyVault.RootProposed",
            "RoyaltyVault.RootRevoked",
            "RoyaltyVault.RootAccepted",
            "RoyaltyVault.Claimed");
    /** Not counted by the contracts: {@code Claimed} and whatever they inherit. */
    private static final Set<String> COUNTED = EVENTS_OF_THE_DESIGN.stream()
            .filter(name -> !name.endsWith(".Claimed") && !name.endsWith(".Transfer"))
            .collect(Collectors.toSet());

    private List<ChainEvent> ingested(Deployment deployment, TestInfo test) {
        CollectedEvents events = new CollectedEvents(test.getDisplayName());
        JobID job = start(deployment, events);
        chain.mine(2);
        awaitEverythingFinal(events);
        cluster.cancel(job);
        List<ChainEvent> accepted = events.accepted();
        assertThat(positions(accepted)).isEqualTo(logPositions(deployment));
        return accepted;
    }

    private JobID start(Deployment deployment, CollectedEvents events) {
        return start(chain.url(), deployment, events);
    }

    private static JobID start(String url, Deployment deployment, CollectedEvents events) {
        RpcOptions rpc = new RpcOptions(url, DevChain.CHAIN_ID, 0, 5_000, 1);
        EvmLogSource source = new EvmLogSource(() -> new Web3jRpc(rpc), deployment, PACE);
        StreamExecutionEnvironment environment = cluster.environment();
        environment.setParallelism(1);
        environment.enableCheckpointing(100);
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "Read chain")
                .uid("read")
                .sinkTo(events)
                .uid("collect");
        return cluster.submit(environment, "ingest");
    }

    private void awaitEverythingFinal(CollectedEvents events) {
        chain.mine(2);
        try (EvmRpc rpc = connect()) {
            long last = rpc.finalizedHead().number();
            await().atMost(LONG).until(() -> events.finalizedBlock() >= last);
        }
    }

    /** A checkpoint that begins after this moment, so that the next restart has something to go back to. */
    private static void awaitCheckpoint(JobID job) {
        long next = lastCheckpoint(job) + 2;
        await().atMost(LONG).until(() -> lastCheckpoint(job) >= next);
    }

    private static long lastCheckpoint(JobID job) {
        Path checkpoints = cluster.directory().resolve("checkpoints").resolve(job.toHexString());
        return LongStream.iterate(lastCandidate(checkpoints), number -> number > 0, number -> number - 1)
                .filter(number -> Files.exists(checkpoints.resolve("chk-" + number + "/_metadata")))
                .findFirst()
                .orElse(0);
    }

    private static long lastCandidate(Path checkpoints) {
        String[] names = checkpoints.toFile().list((folder, name) -> name.startsWith("chk-"));
        return names == null
                ? 0
                : Stream.of(names)
                        .mapToLong(name -> Long.parseLong(name.substring(4)))
                        .max()
                        .orElse(0);
    }

    private EvmRpc connect() {
        return new Web3jRpc(RpcOptions.of(chain.url(), DevChain.CHAIN_ID));
    }

    /** What a node says itself is there, read at one go. */
    private List<String> logPositions(Deployment deployment) {
        try (EvmRpc rpc = connect()) {
            long last = rpc.finalizedHead().number();
            List<EvmLog> logs = rpc.logs(
                    deployment.deploymentBlock(), last, deployment.contracts().values());
            return logs.stream()
                    .map(log -> log.blockNumber() + "/" + log.logIndex())
                    .toList();
        }
    }

    private static List<String> positions(List<ChainEvent> events) {
        return events.stream()
                .map(event -> event.blockNumber() + "/" + event.logIndex())
                .toList();
    }

    private static Map<Long, Set<ChainEvent>> contentsByOrdinal(List<ChainEvent> events) {
        return events.stream()
                .filter(event -> !event.isBlockFinalized())
                .collect(Collectors.groupingBy(ChainEvent::ordinal, Collectors.toSet()));
    }

    private void authorise(Scene scene, int count, int round) throws Exception {
        for (int i = 0; i < count; i++) {
            scene.gateways.authorise(gateway(i, round + 1)).send();
        }
    }

    private static String gateway(int index, int round) {
        return "0x" + "%040x".formatted((round + 1) * 10_000 + index);
    }

    private static List<String> authorisedInOrder(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> "{\"gateway\":\"" + gateway((int) i, 0) + "\"}")
                .toList();
    }

    private static Set<String> names(List<ChainEvent> events) {
        return events.stream().map(EvmLogSourceIT::name).collect(Collectors.toSet());
    }

    private static String name(ChainEvent event) {
        return event.contract() + "." + event.event();
    }

    private static BigInteger counted(List<ChainEvent> events, String contract) {
        return BigInteger.valueOf(events.stream()
                .filter(event -> event.contract().equals(contract) && COUNTED.contains(name(event)))
                .count());
    }

    private static ChainEvent only(List<ChainEvent> events, String event, int index) {
        return events.stream()
                .filter(candidate -> candidate.event().equals(event))
                .toList()
                .get(index);
    }
}

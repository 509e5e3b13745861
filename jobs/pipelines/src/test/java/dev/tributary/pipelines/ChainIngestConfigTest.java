package dev.tributary.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.chain.Deployment;
import dev.tributary.pipelines.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChainIngestConfigTest {
    private static final Map<String, String> MINIMAL = Map.of(
            "chain.id", "31337",
            "chain.rpc-url", "http://127.0.0.1:8545",
            "chain.deployment-block", "7",
            "contract.model-registry", "0x" + "0a".repeat(20),
            "contract.gateway-registry", "0x" + "0B".repeat(20),
            "contract.royalty-vault", "0x" + "0c".repeat(20),
            "kafka.bootstrap-servers", "localhost:9092",
            "usage.partitions", "4");

    @Test
    void whatIsNotSaidHasTheDefaultsOfTheProtocol() {
        ChainIngestConfig config = config(Map.of());
        assertThat(config.chainEventsTopic()).isEqualTo("chain.events.v1");
        assertThat(config.usageTopic()).isEqualTo("usage.reported.v1");
        assertThat(config.heartbeatMillis()).isEqualTo(1_000);
        assertThat(config.rpc().confirmations()).isZero();
        assertThat(config.deployment().deploymentBlock()).isEqualTo(7);
        assertThat(config.deployment().address(Deployment.GATEWAY_REGISTRY)).isEqualTo("0x" + "0b".repeat(20));
    }

    @Test
    void theContractsOfSalesAreReadWhenTheyAreNamed() {
        assertThat(config(Map.of()).deployment().contracts()).hasSize(3);
        Deployment deployment = config(Map.of(
                        "contract.verification-oracle", "0x" + "0d".repeat(20),
                        "contract.marketplace", "0x" + "0e".repeat(20),
                        "contract.access-pass", "0x" + "0f".repeat(20)))
                .deployment();
        assertThat(deployment.address(Deployment.VERIFICATION_ORACLE)).isEqualTo("0x" + "0d".repeat(20));
        assertThat(deployment.address(Deployment.MARKETPLACE)).isEqualTo("0x" + "0e".repeat(20));
        assertThat(deployment.address(Deployment.ACCESS_PASS)).isEqualTo("0x" + "0f".repeat(20));
    }

    @Test
    void aDeploymentFileStandsForTheAddresses(@TempDir Path folder) throws IOException {
        Deployment deployment = new Deployment(31337, 9, Map.of(Deployment.ROYALTY_VAULT, "0x" + "0d".repeat(20)));
        String file = deployment.write(folder).toString();
        assertThat(config(Map.of("chain.deployment", file)).deployment()).isEqualTo(deployment);
        assertThatThrownBy(() -> config(Map.of("chain.deployment", file, "chain.id", "1")))
                .hasMessageStartingWith("CONFIG_INVALID_VALUE: 'chain.id'");
        assertThatThrownBy(() -> config(Map.of("chain.deployment", file + "x")))
                .hasMessageStartingWith("CONFIG_INVALID_VALUE: 'chain.deployment'");
    }

    @Test
    void theUrlMayComeFromAFileAndIsNeverShown(@TempDir Path folder) throws IOException {
        Path url = Files.writeString(folder.resolve("url"), "https://rpc.example/key-123\n");
        ChainIngestConfig config = config(Map.of("chain.rpc-url", "", "chain.rpc-url-file", url.toString()));
        assertThat(config.rpc().urls()).containsExactly("https://rpc.example/key-123");
        assertThat(config.toString()).doesNotContain("key-123");
        assertThatThrownBy(() -> config(Map.of("chain.rpc-url", "ws://key-123")))
                .hasMessageContaining("http")
                .message()
                .doesNotContain("key-123");
    }

    @Test
    void numbersOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> config(Map.of("usage.partitions", "0"))).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> config(Map.of("heartbeat.interval", "0s"))).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> config(Map.of("topic.replication", "0"))).hasMessageContaining("at least 1");
    }

    private static ChainIngestConfig config(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(MINIMAL);
        values.putAll(changes);
        return ChainIngestConfig.from(Settings.of(values, Map.of(), ChainIngestConfig.KEYS));
    }
}

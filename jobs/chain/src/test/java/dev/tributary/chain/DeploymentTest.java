package dev.tributary.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeploymentTest {
    private static final String CHECKSUMMED = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

    @Test
    void theFileOfTheDeploymentScriptIsRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("1.json"),
                "{\"chainId\":1,\"contracts\":{\"RoyaltyVault\":\"" + CHECKSUMMED + "\"},\"deploymentBlock\":17}");
        Deployment deployment = Deployment.read(file);
        assertThat(deployment.deploymentBlock()).isEqualTo(17);
        assertThat(deployment.address(Deployment.ROYALTY_VAULT))
                .isEqualTo("0x5fbdb2315678afecb367f032d93f642f64180aa3");
        assertThatThrownBy(() -> deployment.address(Deployment.MODEL_REGISTRY)).hasMessageContaining("RoyaltyVault");
    }

    @Test
    void whatIsWrittenIsReadBackEqual(@TempDir Path folder) throws IOException {
        Deployment deployment = new Deployment(31337, 0, Map.of("RoyaltyVault", CHECKSUMMED));
        assertThat(Deployment.read(deployment.write(folder.resolve("deployments"))))
                .isEqualTo(deployment);
    }

    @Test
    void anAddressOfAnotherFormIsRefused() {
        assertThatThrownBy(() -> new Deployment(1, 0, Map.of("RoyaltyVault", "0x12")))
                .hasMessageContaining("RoyaltyVault");
    }
}

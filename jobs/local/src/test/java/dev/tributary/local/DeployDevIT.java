package dev.tributary.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.Deployment;
import dev.tributary.settlement.command.ExitCode;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeployDevIT {
    private static final Path CONTRACTS = Path.of("../../contracts");
    private static final Map<String, String> KEYS = Map.of(
            "contract.royalty-vault", Deployment.ROYALTY_VAULT,
            "contract.model-registry", Deployment.MODEL_REGISTRY,
            "contract.gateway-registry", Deployment.GATEWAY_REGISTRY,
            "contract.access-pass", Deployment.ACCESS_PASS,
            "contract.verification-oracle", Deployment.VERIFICATION_ORACLE,
            "contract.marketplace", Deployment.MARKETPLACE);

    private String said = "";

    private int deploy(String url, Path folder) throws Exception {
        Path passphrase = folder.resolve("passphrase");
        if (Files.notExists(passphrase)) {
            Files.writeString(passphrase, "only for a test");
            Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
        }
        StringWriter out = new StringWriter();
        int exitCode = Tributary.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(
                        "deploy-dev",
                        "--rpc-url",
                        url,
                        "--keystore",
                        folder.resolve("keys/keystore.json").toString(),
                        "--passphrase-file",
                        passphrase.toString(),
                        "--out",
                        folder.resolve("deployments").toString());
        said = out.toString();
        return exitCode;
    }

    @Test
    void theAddressesOfANewChainAreThoseInTheSettingsOfTheStack(@TempDir Path folder) throws Exception {
        try (DevChain chain = DevChain.start(DevChain.Options.automine(CONTRACTS))) {
            assertThat(deploy(chain.url(), folder)).as(said).isEqualTo(ExitCode.OK);
            Deployment deployment = Deployment.read(folder.resolve("deployments/31337.json"));
            for (String program : List.of("royalty", "settlement")) {
                Properties settings = new Properties();
                settings.load(new StringReader(
                        Files.readString(Path.of("../../scripts/compose/" + program + ".properties"))));
                KEYS.forEach((key, contract) -> assertThat(settings.getProperty(key))
                        .as(program + " " + key)
                        .isEqualTo(deployment.address(contract)));
            }
            assertThat(Files.getPosixFilePermissions(folder.resolve("keys/keystore.json")))
                    .isEqualTo(Set.copyOf(PosixFilePermissions.fromString("rw-------")));
            String keystore = Files.readString(folder.resolve("keys/keystore.json"));
            assertThat(deploy(chain.url(), folder)).as(said).isEqualTo(ExitCode.OK);
            assertThat(folder.resolve("keys/keystore.json")).hasContent(keystore);
        }
    }

    @Test
    void aChainThatForgotItsBlocksIsRefused(@TempDir Path folder) throws Exception {
        try (DevChain chain = DevChain.start(DevChain.Options.automine(CONTRACTS))) {
            assertThat(deploy(chain.url(), folder)).as(said).isEqualTo(ExitCode.OK);
        }
        try (DevChain chain = DevChain.start(DevChain.Options.automine(CONTRACTS))) {
            assertThat(deploy(chain.url(), folder)).isEqualTo(ExitCode.HALTED);
            assertThat(said).contains("DEV_CHAIN_NEW: ", "docker compose down --volumes");
        }
    }

    @Test
    void aDeploymentThatDidNotComeToItsEndIsNotRepeatedAtOtherAddresses(@TempDir Path folder) throws Exception {
        try (DevChain chain = DevChain.start(DevChain.Options.automine(CONTRACTS))) {
            assertThat(deploy(chain.url(), folder)).as(said).isEqualTo(ExitCode.OK);
            Files.delete(folder.resolve("deployments/31337.json"));
            assertThat(deploy(chain.url(), folder)).isEqualTo(ExitCode.HALTED);
            assertThat(said).contains("DEV_CHAIN_USED: ", "docker compose down --volumes");
        }
    }
}

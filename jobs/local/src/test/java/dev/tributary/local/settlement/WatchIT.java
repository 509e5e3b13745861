package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.settlement.command.ExitCode;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.run.KeySource;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tributary settle --watch} as one process for ever, with its metrics served. */
final class WatchIT {
    private static final long SEED = 77;
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);

    private static DevChain chain;
    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
        chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
        chain.close();
    }

    private static String metrics(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void baseFee(BigInteger wei) {
        chain.command("anvil_setNextBlockBaseFeePerGas", "0x" + wei.toString(16));
        chain.mine(1);
    }

    private static String inState(String state) {
        return "tributary_settlement_batches\\{[^}]*state=\"" + state + "\"[^}]*} 1\\.0";
    }

    @Test
    void aFeeLimitIsWaitedOutAndTheRunGoesOnByItself(@TempDir Path folder) throws Exception {
        Settled settled = Settled.deploy(chain, database, folder);
        settled.sealed.seal(1, settled.lines(1, new Random(SEED)));
        baseFee(GWEI.multiply(BigInteger.valueOf(5_000)));
        try (TributaryProcess watch = TributaryProcess.start(
                "settle",
                "--watch",
                "--metrics-port",
                "0",
                "--config",
                config(settled).toString())) {
            String url = watch.awaitLine("metrics at (http://localhost:\\d+/metrics)");
            watch.awaitLine("^! (FEE_CAP_REACHED): `fee.max-per-gas-wei` allows 500000000000 wei per gas");
            watch.awaitLine("^epoch 1: (PROVED)$");
            assertThat(metrics(url)).containsPattern(inState("PROVED"));
            assertThat(settled.nonces()).isEmpty();

            baseFee(GWEI);
            watch.awaitLine("^epoch 1: (PROPOSED)$");
            assertThat(metrics(url)).containsPattern(inState("PROPOSED"));

            assertThat(watch.terminate()).isIn(ExitCode.OK, TributaryProcess.TERMINATED);
            assertThatThrownBy(() -> metrics(url)).isInstanceOf(ConnectException.class);
        }
        assertThat(settled.state(1)).isEqualTo(BatchState.PROPOSED);
        settled.settle();
        assertThat(settled.proposals()).hasSize(1);
        assertThat(settled.acceptances()).hasSize(1);
    }

    private static Path config(Settled settled) throws Exception {
        DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
        KeySource.Keystore key = (KeySource.Keystore) settled.key;
        return Files.write(
                settled.folder.resolve("settlement.properties"),
                List.of(
                        "chain.id=" + DevChain.CHAIN_ID,
                        "contract.royalty-vault=" + settled.vault.address(),
                        "chain.rpc-url=" + chain.url(),
                        "database.url=" + login.url(),
                        "database.password-file=" + login.passwordFile(),
                        "submitter.keystore=" + key.file(),
                        "submitter.passphrase-file=" + key.passphraseFile(),
                        "watch.interval=500ms",
                        "output.directory=" + settled.folder.resolve("epochs")));
    }
}

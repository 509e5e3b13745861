package dev.tributary.local.demo;

import dev.tributary.chain.Deployment;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.LocalStack;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.StepListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;
import org.web3j.crypto.exception.CipherException;

/**
 * The settlement run in its watching mode, on a thread of its own. Its submitter is one of the dev chain's published
 * accounts, in a keystore file as in production.
 */
final class SettlementWatch implements AutoCloseable {
    static final Credentials SUBMITTER = DevAccounts.at(1);

    private static final long STOP_MILLIS = 15_000;

    private final SettlementRun run;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable RuntimeException failure;

    private SettlementWatch(SettlementRun run) {
        this.run = run;
        this.thread = new Thread(this::watch, "settlement");
    }

    /** Begins to settle. */
    static SettlementWatch start(LocalStack stack, Deployment deployment, DemoOptions options) {
        SettlementWatch watch = new SettlementWatch(SettlementRun.open(
                config(stack, deployment, options), "demo", InstantSource.system(), StepListener.NONE));
        watch.thread.start();
        return watch;
    }

    /** Why settling has halted; null while it goes on. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        run.close();
    }

    private void watch() {
        try {
            run.watch(() -> stopping, pass -> {});
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Where the run's settings are, for the settlement commands to take up. */
    static Path configFile(Path directory) {
        return directory.resolve("settlement.properties");
    }

    private static SettlementConfig config(LocalStack stack, Deployment deployment, DemoOptions options) {
        Path file = configFile(stack.directory());
        Map<String, String> settings = new TreeMap<>(settings(stack, deployment, stack.directory()));
        settings.putAll(rules(deployment, options));
        writeSettings(file, settings);
        return SettlementConfig.from(Settings.load(file, Map.of(), SettlementConfig.KEYS));
    }

    /** What the jobs were told, for `trace` and `verify-batch`, which look into the logs. */
    static Map<String, String> rules(Deployment deployment, DemoOptions options) {
        return Map.of(
                "chain.deployment-block",
                Long.toString(deployment.deploymentBlock()),
                RoyaltyJobConfig.MODEL_REGISTRY,
                deployment.address(Deployment.MODEL_REGISTRY),
                RoyaltyJobConfig.GATEWAY_REGISTRY,
                deployment.address(Deployment.GATEWAY_REGISTRY),
                RoyaltyJobConfig.ACCESS_PASS,
                deployment.address(Deployment.ACCESS_PASS),
                RoyaltyJobConfig.USAGE_PARTITIONS,
                Integer.toString(DemoOptions.USAGE_PARTITIONS),
                RoyaltyJobConfig.RATING_GRAIN,
                DemoOptions.GRAIN_MILLIS + "ms",
                RoyaltyJobConfig.PERIOD,
                options.periodMillis() + "ms",
                RoyaltyJobConfig.GRACE,
                DemoOptions.GRACE_MILLIS + "ms");
    }

    private static Map<String, String> settings(LocalStack stack, Deployment deployment, Path directory) {
        DatabaseLogin login = stack.database().login(DatabaseRole.SETTLEMENT);
        DatabaseLogin migrator = stack.database().login(DatabaseRole.MIGRATOR);
        DatabaseLogin reader = stack.database().login(DatabaseRole.READ);
        Path passphrase = directory.resolve("submitter.passphrase");
        return Map.ofEntries(
                Map.entry("chain.id", Long.toString(DevChain.CHAIN_ID)),
                Map.entry("contract.royalty-vault", deployment.address(Deployment.ROYALTY_VAULT)),
                Map.entry("chain.rpc-url", stack.chain().url()),
                Map.entry("database.url", login.url()),
                Map.entry("database.user", login.user()),
                Map.entry("database.password-file", login.passwordFile().toString()),
                Map.entry("reader.user", reader.user()),
                Map.entry("reader.password-file", reader.passwordFile().toString()),
                Map.entry("migrator.user", migrator.user()),
                Map.entry("migrator.password-file", migrator.passwordFile().toString()),
                Map.entry(
                        "submitter.keystore",
                        writeKeystore(directory, passphrase).toString()),
                Map.entry("submitter.passphrase-file", passphrase.toString()),
                Map.entry("output.directory", directory.resolve("batches").toString()),
                Map.entry("kafka.bootstrap-servers", stack.kafka().bootstrapServers()),
                Map.entry("watch.interval", "500ms"));
    }

    private static void writeSettings(Path file, Map<String, String> settings) {
        try {
            Files.write(
                    file,
                    settings.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path writeKeystore(Path directory, Path passphraseFile) {
        try {
            String passphrase = UUID.randomUUID().toString();
            Files.writeString(passphraseFile, passphrase);
            String name =
                    WalletUtils.generateWalletFile(passphrase, SUBMITTER.getEcKeyPair(), directory.toFile(), false);
            Path keystore = directory.resolve(name);
            for (Path secret : Set.of(passphraseFile, keystore)) {
                Files.setPosixFilePermissions(
                        secret, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            }
            return keystore;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CipherException e) {
            throw new IllegalStateException("Cannot write the submitter's keystore", e);
        }
    }
}

package dev.tributary.settlement.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.database.Migrator;
import dev.tributary.settlement.ledger.EpochStatus;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.run.KeySource;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.vault.RpcVaultNode;
import dev.tributary.settlement.vault.VaultCalls;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks that a settlement run would find everything it needs. */
@Command(
        name = "doctor",
        description = "Check database, schema, rights, node, vault, key and output folder, and say how to fix each.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = common.settings();
        List<Check> checks = List.of(
                Check.of("database", () -> database(settings)),
                Check.of("schema", () -> schema(settings)),
                Check.of("node", () -> node(settings)),
                Check.of(
                        "key",
                        () -> "submitter " + KeySource.from(settings).open().address()),
                Check.of("submitter role", () -> submitterRole(settings)),
                Check.of("output", () -> output(settings)));
        print(checks);
        return checks.stream().allMatch(Check::ok) ? ExitCode.OK : ExitCode.HALTED;
    }

    private static String database(Settings settings) {
        DatabaseLogin login = DatabaseLogin.settlement(settings);
        try (HikariDataSource source = login.open()) {
            VaultId vault = SettlementConfig.vault(settings);
            return login + ", newest epoch "
                    + new Ledger(source)
                            .read(session -> EpochStatus.newest(session, vault, 1)).stream()
                                    .findFirst()
                                    .map(epoch -> epoch.epoch() + " " + epoch.state())
                                    .orElse("none");
        }
    }

    private static String schema(Settings settings) {
        if (!settings.has("migrator.password-file")) {
            return "not checked: 'migrator.password-file' is not set here";
        }
        List<String> pending = Migrator.pending(DatabaseLogin.migrator(settings));
        if (!pending.isEmpty()) {
            throw new SettlementException(
                    Problem.MIGRATION_FAILED, "Missing " + pending + ". Run `tributary migrate`.");
        }
        return "of this version";
    }

    private static String node(Settings settings) {
        try (RpcVaultNode node = connect(settings)) {
            node.requireChain();
            return "finalized block " + node.look().finalized().blockNumber() + ", vault lists "
                    + node.funds(node.look().finalized().blockNumber()).keySet();
        }
    }

    /** Tried out with a call that the role alone decides. */
    private static String submitterRole(Settings settings) {
        try (RpcVaultNode node = connect(settings)) {
            String submitter = KeySource.from(settings).open().address();
            if (!node.hasRole(VaultCalls.SUBMITTER_ROLE, submitter)) {
                throw new SettlementException(
                        Problem.CALL_REFUSED,
                        submitter + " may not propose. Let the vault's admin grant it SUBMITTER_ROLE.");
            }
            return submitter + " may propose";
        }
    }

    private static String output(Settings settings) {
        Path folder = Path.of(settings.text("output.directory"));
        Path existing = folder.toAbsolutePath();
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new SettlementException(
                    Problem.OUTPUT_UNUSABLE,
                    existing + " cannot be written to. Set `output.directory`, or its rights.");
        }
        return folder.toString();
    }

    private static RpcVaultNode connect(Settings settings) {
        VaultId vault = SettlementConfig.vault(settings);
        return new RpcVaultNode(
                EvmRpc.connect(RpcOptions.of(settings.text("chain.rpc-url"), vault.chainId())), vault.address());
    }

    private void print(List<Check> checks) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(CanonicalJson.write(Map.of(
                    "checks",
                    checks.stream()
                            .map(check -> Map.<String, Object>of(
                                    "name", check.name(), "ok", check.ok(), "detail", check.detail()))
                            .toList())));
            return;
        }
        checks.forEach(check -> out.println((check.ok() ? "ok    " : "FAIL  ") + check.name() + ": " + check.detail()));
        out.flush();
    }
}

package dev.tributary.settlement.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.revision.ReplayFolder;
import dev.tributary.settlement.revision.Revision;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.vault.RpcVaultNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The answer to a root that was revoked for a real error. */
@Command(
        name = "revise",
        description = {
            "Load a replay by the mended rules as the new revision of the batches from an epoch on.",
            "Only what is not accepted and not on its way is revised; sealed rows stay, and both revisions can be seen."
                    + " The next `tributary settle` proves and proposes it."
        })
final class ReviseCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--replay",
            required = true,
            paramLabel = "DIR",
            description = "What `tributary replay --out DIR` wrote.")
    private Path replay = Path.of(".");

    @Option(names = "--from", required = true, paramLabel = "EPOCH", description = "The first epoch that is to change.")
    private long from;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept for ever.")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = common.settings();
        VaultId vault = SettlementConfig.vault(settings);
        String holder = "operator, pid " + ProcessHandle.current().pid();
        try (HikariDataSource source = DatabaseLogin.settlement(settings).open();
                RpcVaultNode node = new RpcVaultNode(
                        EvmRpc.connect(RpcOptions.of(settings.address("chain.rpc-url"), vault.chainId())),
                        vault.address())) {
            print(new Revision(new Ledger(source), vault, node)
                    .load(new ReplayFolder(replay, vault), from, reason, holder));
        }
        return ExitCode.OK;
    }

    private void print(List<Batch> revised) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(CanonicalJson.write(Map.of(
                    "revised",
                    revised.stream()
                            .map(batch -> Map.<String, Object>of("epoch", batch.epoch(), "revision", batch.revision()))
                            .toList())));
            return;
        }
        revised.forEach(batch -> out.println("Epoch " + batch.epoch() + " is of revision " + batch.revision()
                + " now; the next `tributary settle` proves it."));
        out.flush();
    }
}

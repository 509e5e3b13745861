package dev.tributary.settlement.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.ledger.EpochStatus;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.LineAccounts;
import dev.tributary.settlement.ledger.LineTotals;
import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.ledger.Outbox;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.TransactionState;
import dev.tributary.settlement.run.SettlementConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the newest epochs and the transactions for them stand, and what became of the usage lines. */
@Command(
        name = "status",
        description =
                "Show where the newest epochs, their transactions and all usage lines stand; exit 1 if an epoch is halted or"
                        + " revoked.")
final class StatusCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--last", paramLabel = "N", description = "How many epochs (default: ${DEFAULT-VALUE}).")
    private int last = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = common.settings();
        VaultId vault = SettlementConfig.vault(settings);
        try (HikariDataSource source = DatabaseLogin.settlement(settings).open()) {
            Ledger ledger = new Ledger(source);
            List<EpochStatus> epochs = ledger.read(session -> EpochStatus.newest(session, vault, last));
            List<OutboundTransaction> transactions = ledger.read(new Outbox(vault)::open).stream()
                    .filter(transaction -> transaction.state() != TransactionState.SUCCEEDED)
                    .toList();
            print(epochs, transactions, ledger.read(session -> new LineAccounts(vault).totals(session)));
            boolean stopped = epochs.stream()
                    .anyMatch(epoch ->
                            epoch.state().equals("HALTED") || epoch.state().equals("REVOKED"));
            return stopped ? ExitCode.HALTED : ExitCode.OK;
        }
    }

    private void print(List<EpochStatus> epochs, List<OutboundTransaction> transactions, LineTotals lines) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(CanonicalJson.write(Map.of(
                    "epochs", epochs.stream().map(StatusCommand::json).toList(),
                    "transactions",
                            transactions.stream().map(SubmissionText::json).toList(),
                    "lines", lines.json())));
            return;
        }
        if (epochs.isEmpty()) {
            out.println("No period is sealed yet.");
        }
        for (EpochStatus epoch : epochs) {
            out.printf(
                    "epoch %d  %-8s  %s .. %s  %d lines  root %s%n",
                    epoch.epoch(),
                    epoch.state(),
                    epoch.periodStart(),
                    epoch.periodEnd(),
                    epoch.lineCount(),
                    epoch.root() == null ? "-" : epoch.root());
            if (epoch.haltMessage() != null) {
                out.println("  " + epoch.haltMessage());
            }
        }
        transactions.forEach(transaction -> out.println(SubmissionText.describe(transaction)));
        out.println(lines.describe());
        out.flush();
    }

    private static Map<String, Object> json(EpochStatus epoch) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "epoch", epoch.epoch(),
                "revision", epoch.revision(),
                "state", epoch.state(),
                "periodStart", epoch.periodStart(),
                "periodEnd", epoch.periodEnd(),
                "lineCount", epoch.lineCount()));
        if (epoch.root() != null) {
            json.put("root", epoch.root());
        }
        if (epoch.haltMessage() != null) {
            json.put("halt", epoch.haltMessage());
        }
        return json;
    }
}

package dev.tributary.settlement.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcException;
import dev.tributary.chain.RpcOptions;
import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.reconciliation.Books;
import dev.tributary.settlement.reconciliation.Finding;
import dev.tributary.settlement.reconciliation.Reconciliation;
import dev.tributary.settlement.reconciliation.VaultFacts;
import dev.tributary.settlement.run.SettlementConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The books against the vault. */
@Command(
        name = "reconcile",
        description = {
            "Check that debits are credits, that the books follow from what was sealed, accepted and claimed, and that"
                    + " they are what the vault has at a finalized block.",
            "Says what differs, with numbers, and then ends with 1. What is only late is a notice."
        })
final class ReconcileCommand implements Callable<Integer> {
    private static final int READ_ATTEMPTS = 3;
    private static final int MOST_SHOWN = 20;

    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = common.settings();
        VaultId vault = SettlementConfig.vault(settings);
        Books books;
        try (HikariDataSource source = DatabaseLogin.settlement(settings).open()) {
            books = new Ledger(source).read(session -> Books.read(session, vault));
        }
        List<Finding> findings = Reconciliation.of(books, facts(settings, vault, books));
        print(findings);
        return findings.stream().allMatch(Finding::ok) ? ExitCode.OK : ExitCode.HALTED;
    }

    /** After the books, so that the vault is never older than they are. */
    private VaultFacts facts(Settings settings, VaultId vault, Books books) {
        long booksEndSeconds = books.lastHeader()
                .map(header -> header.periodEndMillis() / 1_000)
                .orElse(0L);
        try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr());
                EvmRpc rpc = EvmRpc.connect(new RpcOptions(
                        settings.address("chain.rpc-url"),
                        vault.chainId(),
                        settings.wholeNumber("chain.confirmations", 0),
                        settings.durationMillis("chain.rpc-timeout", 10_000),
                        READ_ATTEMPTS))) {
            return VaultFacts.read(
                    rpc,
                    vault,
                    booksEndSeconds,
                    settings.wholeNumber("chain.deployment-block", 0),
                    (block, last) -> progress.reached("read the vault", "blocks", block, last));
        } catch (RpcException e) {
            throw new SettlementException(
                    Problem.NODE_UNAVAILABLE, e.getMessage() + ". Check `chain.rpc-url`, and that the node is up.", e);
        }
    }

    private void print(List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(CanonicalJson.write(Map.of(
                    "reconciled", findings.stream().allMatch(Finding::ok),
                    "checks", findings.stream().map(ReconcileCommand::json).toList())));
            return;
        }
        for (Finding finding : findings) {
            out.println((finding.ok() ? "ok    " : "FAIL  ") + finding.check() + ": " + finding.summary());
            show(out, "      ", finding.differences());
            show(out, "      (", finding.notices());
        }
        out.flush();
    }

    private static void show(PrintWriter out, String indent, List<String> lines) {
        lines.stream()
                .limit(MOST_SHOWN)
                .forEach(line -> out.println(indent + line + (indent.endsWith("(") ? ")" : "")));
        if (lines.size() > MOST_SHOWN) {
            out.println("      and " + (lines.size() - MOST_SHOWN) + " more; --json shows all");
        }
    }

    private static Map<String, Object> json(Finding finding) {
        return Map.of(
                "check", finding.check(),
                "ok", finding.ok(),
                "summary", finding.summary(),
                "differences", finding.differences(),
                "notices", finding.notices());
    }
}

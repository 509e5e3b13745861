package dev.tributary.settlement.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.domain.money.Hex;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.statement.EpochEntry;
import dev.tributary.settlement.statement.Statements;
import dev.tributary.settlement.statement.UntoldEpoch;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Every unit that an account is owed, traced back to where it comes from. */
@Command(
        name = "statement",
        description = {
            "Print what an account is owed for each epoch, newest first, and why: what was used or sold, by whom and"
                    + " when, along which lineage, and which part of it is the account's.",
            "The lines of an epoch sum to exactly what its batch gives the account. An epoch of which they do not has"
                    + " no statement: it is named with the reason, STATEMENT_NOT_WHOLE (with --csv on stderr), the others"
                    + " are told, and the exit code is 1."
        })
final class StatementCommand implements Callable<Integer> {
    private static final int PAGE = 100;
    private static final int EPOCHS_BETWEEN_SIGNS = 25;
    private static final int NAMED = 20;

    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ACCOUNT", description = "Address, 0x and 40 hex digits.")
    private String account = "";

    @Option(names = "--epoch", paramLabel = "N", description = "This epoch alone.")
    private @Nullable Long epoch;

    @Option(names = "--token", paramLabel = "T", description = "This token alone, 0x and 40 hex digits.")
    private @Nullable String token;

    @Option(
            names = "--csv",
            description = {
                "Print a table for spreadsheets, with a header; docs/operations.md describes the columns.",
                "Quantities are of whole charges, also in each of several epochs that covered them; revenue_micro is"
                        + " the part covered."
            })
    private boolean csv;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (csv && common.json()) {
            throw new ParameterException(spec.commandLine(), "Choose one of --json and --csv.");
        }
        String address = address(account, "account");
        String onlyToken = token == null ? null : address(token, "token");
        Settings settings = common.settings();
        VaultId vault = SettlementConfig.vault(settings);
        try (HikariDataSource source = DatabaseLogin.settlement(settings).open()) {
            Statements statements = new Statements(new Ledger(source), vault);
            requireKnown(statements, address, onlyToken);
            print(statements, address, onlyToken, printer(vault, address));
        }
        return ExitCode.OK;
    }

    /** Whatever happens, what is printed comes to its end: half an object is none. */
    private void print(Statements statements, String address, @Nullable String onlyToken, StatementPrinter printer) {
        List<Long> untold = new ArrayList<>();
        printer.begin();
        try {
            each(statements, address, onlyToken, entry -> {
                printer.print(entry);
                if (entry instanceof UntoldEpoch) {
                    untold.add(entry.epoch());
                }
            });
        } catch (RuntimeException e) {
            printer.end(Failures.of(e));
            throw e;
        }
        printer.end(null);
        if (!untold.isEmpty()) {
            throw notWhole(address, untold);
        }
    }

    private static SettlementException notWhole(String address, List<Long> untold) {
        String epochs = untold.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
        int more = untold.size() - NAMED;
        return new SettlementException(
                Problem.STATEMENT_NOT_WHOLE,
                "Account " + address + " has no statement of " + untold.size() + " of its epochs: " + epochs
                        + (more > 0 ? " and " + more + " more" : "") + ". Why is said with each of them.");
    }

    private static String address(String text, String what) {
        String address = text.toLowerCase(Locale.ROOT);
        if (!Hex.isAddress(address)) {
            throw new SettlementException(
                    Problem.CONFIG_INVALID, "'" + text + "' is no " + what + ". Give 0x and 40 hex digits.");
        }
        return address;
    }

    private void requireKnown(Statements statements, String address, @Nullable String onlyToken) {
        long newest = statements.newestEpoch();
        if (epoch != null && (epoch < 1 || epoch > newest)) {
            throw new SettlementException(
                    Problem.NOT_FOUND,
                    "There is no epoch " + epoch + ": "
                            + (newest == 0 ? "no period is sealed yet." : "sealed are 1 to " + newest + "."));
        }
        if (statements.epochs(address, onlyToken, Long.MAX_VALUE, 1).isEmpty()) {
            throw new SettlementException(
                    Problem.NOT_FOUND,
                    "No epoch gave account " + address + " anything"
                            + (onlyToken == null ? "" : " in token " + onlyToken)
                            + ". Sealed are " + newest + " epochs; what a period earned is sealed when it closes.");
        }
    }

    private StatementPrinter printer(VaultId vault, String address) {
        PrintWriter out = spec.commandLine().getOut();
        if (csv) {
            return new StatementPrinter.Csv(out, spec.commandLine().getErr());
        }
        return common.json()
                ? new StatementPrinter.Json(out, vault, address)
                : new StatementPrinter.Text(out, vault, address);
    }

    private void each(Statements statements, String address, @Nullable String onlyToken, Consumer<EpochEntry> printer) {
        if (epoch != null) {
            statements.of(address, epoch, onlyToken).ifPresent(printer);
            return;
        }
        long done = 0;
        List<Long> page = statements.epochs(address, onlyToken, Long.MAX_VALUE, PAGE);
        while (!page.isEmpty()) {
            for (long next : page) {
                statements.tell(address, next, onlyToken).ifPresent(printer);
                done++;
                if (done % EPOCHS_BETWEEN_SIGNS == 0) {
                    spec.commandLine().getErr().println(done + " epochs, back to epoch " + next);
                }
            }
            page = statements.epochs(address, onlyToken, page.get(page.size() - 1), PAGE);
        }
    }
}

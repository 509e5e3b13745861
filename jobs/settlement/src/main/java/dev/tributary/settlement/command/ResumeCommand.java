package dev.tributary.settlement.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.run.Resume;
import dev.tributary.settlement.run.SettlementConfig;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An operator's word on a halted or revoked epoch. */
@Command(
        name = "resume",
        description = "Let a HALTED or REVOKED epoch go on, once its cause is understood; the reason is kept for ever.")
final class ResumeCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "EPOCH")
    private long epoch;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why it is right to go on.")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = common.settings();
        try (HikariDataSource source = DatabaseLogin.settlement(settings).open()) {
            BatchState state = Resume.resume(
                    new Ledger(source),
                    SettlementConfig.vault(settings),
                    epoch,
                    "operator, pid " + ProcessHandle.current().pid(),
                    reason);
            spec.commandLine()
                    .getOut()
                    .println(
                            common.json()
                                    ? CanonicalJson.write(Map.of("epoch", epoch, "state", state.name()))
                                    : "Epoch " + epoch + " goes on as " + state + " with the next run.");
        }
        return ExitCode.OK;
    }
}

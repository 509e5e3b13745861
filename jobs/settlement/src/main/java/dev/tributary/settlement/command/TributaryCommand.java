package dev.tributary.settlement.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The `tributary` command. Other modules add verbs of their own before running it:
 * {@code TributaryCommand.commandLine().addSubcommand(new DemoCommand()).execute(arguments)}.
 */
@Command(
        name = "tributary",
        mixinStandardHelpOptions = true,
        version = "tributary 0.1.0",
        description = "Royalty and usage settlement of an AI-model marketplace.",
        synopsisSubcommandLabel = "VERB",
        scope = CommandLine.ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:halted, or a check failed: a person has to look",
            "2:wrong arguments or configuration",
            "3:something is away or busy; trying again later may help",
            "4:a defect of the program"
        },
        subcommands = {
            SettleCommand.class,
            StatusCommand.class,
            ProofCommand.class,
            ServeCommand.class,
            ResumeCommand.class,
            MigrateCommand.class,
            DoctorCommand.class,
            StatementCommand.class,
            TraceCommand.class,
            ReplayCommand.class,
            ExportCommand.class,
            VerifyBatchCommand.class,
            ReconcileCommand.class,
            ReviseCommand.class
        })
public final class TributaryCommand {
    /** The command with the verbs of this module. */
    public static CommandLine commandLine() {
        return new CommandLine(new TributaryCommand())
                .setExecutionExceptionHandler(new Failures())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}

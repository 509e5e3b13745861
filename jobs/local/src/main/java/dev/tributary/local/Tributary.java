package dev.tributary.local;

import dev.tributary.local.demo.DemoCommand;
import dev.tributary.settlement.command.TributaryCommand;
import picocli.CommandLine;

/** The {@code tributary} command with every verb, those that need the local stack or a dev chain among them. */
public final class Tributary {
    private Tributary() {}

    /** All verbs. */
    public static CommandLine commandLine() {
        return TributaryCommand.commandLine().addSubcommand(new DemoCommand()).addSubcommand(new DeployDevCommand());
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}

package dev.tributary.local;

import dev.tributary.local.demo.DemoCommand;
import dev.tributary.settlement.command.TributaryCommand;

/** The {@code tributary} command with every verb, those that need the local stack among them. */
public final class Tributary {
    private Tributary() {}

    public static void main(String[] arguments) {
        System.exit(
                TributaryCommand.commandLine().addSubcommand(new DemoCommand()).execute(arguments));
    }
}

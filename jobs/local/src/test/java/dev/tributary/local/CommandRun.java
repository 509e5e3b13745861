package dev.tributary.local;

import dev.tributary.settlement.command.TributaryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of a command of {@code tributary} in this process, and what it wrote. */
public record CommandRun(int exitCode, String out, String err) {
    public static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = TributaryCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}

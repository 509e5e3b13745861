package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.SettingsException;
import dev.tributary.pipelines.connectors.ExportException;
import dev.tributary.pipelines.replay.ReplayHalted;
import dev.tributary.settlement.SettlementException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells people what happened, why, and what mends it, with a stable code; a stack trace only when asked for. */
final class Failures implements IExecutionExceptionHandler {
    /** @param code stable */
    record Failure(String code, String message, int exitCode) {}

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult arguments) {
        Failure failure = of(thrown);
        ParseResult given = command.getParseResult();
        boolean json = given.hasMatchedOption("--json");
        command.getErr()
                .println(
                        json
                                ? CanonicalJson.write(Map.of("code", failure.code(), "message", failure.message()))
                                : failure.code() + ": " + failure.message());
        if (given.hasMatchedOption("--stacktrace")) {
            thrown.printStackTrace(command.getErr());
        }
        return failure.exitCode();
    }

    /** What it is called. */
    static Failure of(Exception thrown) {
        if (thrown instanceof SettlementException e) {
            return new Failure(e.problem().name(), String.valueOf(e.getMessage()), ExitCode.of(e.problem()));
        }
        if (thrown instanceof ReplayHalted e) {
            return new Failure(e.code(), String.valueOf(e.getMessage()), ExitCode.HALTED);
        }
        if (thrown instanceof ExportException e) {
            int exitCode = e.worthRetrying() ? ExitCode.UNAVAILABLE : ExitCode.HALTED;
            return new Failure(e.code(), String.valueOf(e.getMessage()), exitCode);
        }
        if (thrown instanceof SettingsException e) {
            String message = String.valueOf(e.getMessage());
            return new Failure(e.code(), message.substring(message.indexOf(' ') + 1), ExitCode.USAGE);
        }
        return new Failure(
                "INTERNAL", "A defect: " + thrown + ". Run again with --stacktrace and report it.", ExitCode.INTERNAL);
    }
}

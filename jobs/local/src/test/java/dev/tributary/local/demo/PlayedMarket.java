package dev.tributary.local.demo;

import dev.tributary.chain.Deployment;
import dev.tributary.local.LocalStack;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/** The demo's whole market, played to the last claim, for tests to look around in while everything still runs. */
public final class PlayedMarket {
    private static final long PERIOD_MILLIS = 10_000;

    private PlayedMarket() {}

    /** What a test does in it. */
    @FunctionalInterface
    public interface Visitor {
        void visit(LocalStack stack, Deployment deployment) throws Exception;
    }

    /** Where the settings of the commands are, while it runs. */
    public static Path settings(LocalStack stack) {
        return SettlementWatch.configFile(stack.directory());
    }

    /** @throws IllegalStateException when a self-check of the demo fails */
    public static void play(long seed, long lines, Visitor visitor) throws Exception {
        DemoOptions options = new DemoOptions(seed, lines, PERIOD_MILLIS, null, null, null, false, Path.of("../.."));
        Screen unseen =
                new Screen(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
        new Demo(options, unseen, InstantSource.system()).run((stack, run, passed) -> {
            if (!passed) {
                throw new IllegalStateException("a self-check of the demo failed");
            }
            visitor.visit(stack, run.deployment().deployment());
        });
    }
}

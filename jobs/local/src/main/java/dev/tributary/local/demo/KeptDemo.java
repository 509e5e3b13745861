package dev.tributary.local.demo;

import dev.tributary.local.LocalStack;
import java.util.concurrent.CountDownLatch;

/** A demo that is over and stays up for people to look around in. */
final class KeptDemo implements Visit {
    private final Screen screen;

    KeptDemo(Screen screen) {
        this.screen = screen;
    }

    /** Says where everything is, and does not return: the program is interrupted in the end. */
    @Override
    public void of(LocalStack stack, DemoRun run, boolean passed) throws InterruptedException {
        screen.line("");
        screen.line("Everything is still running:");
        stack.services().forEach(screen::service);
        screen.line("");
        screen.line("It settles on. Look at it from another terminal, in the project's folder:");
        String config = " --config " + SettlementWatch.configFile(stack.directory());
        screen.line("  scripts/tributary status" + config);
        screen.line("  scripts/tributary settle" + config);
        run.earnedNumerators().keySet().stream().findFirst().ifPresent(account -> {
            screen.line("  scripts/tributary proof " + account + config);
            screen.line("  scripts/tributary statement " + account + config);
            screen.line("  scripts/tributary serve" + config);
            screen.line("  scripts/claim --rpc " + stack.chain().url() + " " + account
                    + "    # with what `serve` answers, by npm's viem");
        });
        screen.line("  scripts/tributary verify-batch 1 --published "
                + stack.directory().resolve("batches") + config);
        screen.line("  scripts/tributary export --out logs" + config);
        screen.line("");
        screen.line("Press Ctrl-C to stop it.");
        if (!passed) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> fail(stack), "failed-demo"));
        }
        new CountDownLatch(1).await();
    }

    /** An interrupted program ends with the code of its signal, whatever its checks said; this one shall not. */
    private static void fail(LocalStack stack) {
        stack.close();
        Runtime.getRuntime().halt(DemoCommand.FAILED);
    }
}

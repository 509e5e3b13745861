package dev.tributary.local.demo;

import dev.tributary.local.DevChain;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** Shows on the status line how far everything is, twice a second, until it is closed. */
final class Progress implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;

    private final Screen screen;
    private final LedgerView ledger;
    private final DevChain chain;
    private final InstantSource clock;
    private final long beginMillis;
    private final Thread thread = new Thread(this::show, "progress");
    private volatile boolean stopping;
    private long acceptedShown;

    Progress(Screen screen, LedgerView ledger, DevChain chain, InstantSource clock, long beginMillis) {
        this.screen = screen;
        this.ledger = ledger;
        this.chain = chain;
        this.clock = clock;
        this.beginMillis = beginMillis;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        screen.clearStatus();
    }

    private void show() {
        while (!stopping) {
            try {
                showOnce();
                Thread.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                // The next look succeeds, or whoever waits for the run finds out why it cannot.
                screen.status("… " + e.getMessage(), clock.millis());
                pause();
            }
        }
    }

    private void showOnce() throws IOException {
        Map<String, Long> lines = ledger.lines();
        LedgerView.Epochs epochs = ledger.epochs();
        long head = chain.web3j().ethBlockNumber().send().getBlockNumber().longValueExact();
        announce(epochs);
        screen.status(
                "%4d s  reported %s  counted %s  rejected %s  duplicate %s  pending %s │ periods %d  epochs %d │ block %d"
                        .formatted(
                                (clock.millis() - beginMillis) / 1_000,
                                of(lines, "reported"),
                                of(lines, "counted"),
                                Amounts.count(rejected(lines)),
                                of(lines, "duplicate"),
                                of(lines, "pending"),
                                epochs.sealed(),
                                epochs.accepted(),
                                head),
                clock.millis());
    }

    private void announce(LedgerView.Epochs epochs) {
        if (epochs.accepted() > acceptedShown) {
            acceptedShown = epochs.accepted();
            screen.line("  epoch %d accepted by the vault (%d periods sealed)"
                    .formatted(epochs.accepted(), epochs.sealed()));
        }
    }

    static long rejected(Map<String, Long> lines) {
        return lines.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("rejected."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static String of(Map<String, Long> lines, String name) {
        return Amounts.count(lines.getOrDefault(name, 0L));
    }

    private static void pause() {
        try {
            Thread.sleep(EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

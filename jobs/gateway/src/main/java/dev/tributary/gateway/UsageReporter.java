package dev.tributary.gateway;

import dev.tributary.domain.usage.UsageReportDigest;
import dev.tributary.gateway.GatewayException.Code;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the usage that a gateway serves, so that none is lost and none is counted twice.
 *
 * <p>Lines are collected into reports. A report is signed, put on disk under its sequence, and then sent until the
 * broker has it, always as the same bytes under the same sequence, also after a crash; metering drops what it has
 * already. Lines are safe once their report is on disk: when it is full, after {@code mostAge}, or after
 * {@link #flush()}. A crash before that loses at most those of the open report.
 *
 * <p>While the broker is away reports gather on disk; beyond {@code mostSpooledBytes} {@link #add} waits.
 *
 * <pre>{@code
 * try (UsageReporter reporter = UsageReporter.open(config)) {
 *     reporter.add(line);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class UsageReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final long LEAST_BACK_OFF_MILLIS = 100;
    private static final long MOST_BACK_OFF_MILLIS = 5_000;
    private static final long SEGMENT_BYTES = 64L << 20;

    private final UsageReporterConfig config;
    private final GatewayKey key;
    private final UsageLineJson json;
    private final ReportSpool spool;
    private final ReportSender sender;
    private final ReportBatch batch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread sealing = new Thread(this::sealAgedReports, "usage-reporter-seal");
    private final Thread sending = new Thread(this::sendReports, "usage-reporter-send");
    private long batchBegunNanos;
    private boolean closed;
    private boolean stopped;
    private @Nullable String lastFailure;

    private UsageReporter(
            UsageReporterConfig config,
            GatewayKey key,
            ReportSpool spool,
            Supplier<Producer<byte[], byte[]>> producers) {
        this.config = config;
        this.key = key;
        this.json = new UsageLineJson(key.address());
        this.spool = spool;
        this.sender = new ReportSender(config, key.address(), producers);
        this.batch = new ReportBatch(config.mostLines(), config.mostBytes());
    }

    /**
     * Opens the spool and begins to send what is in it.
     *
     * @throws GatewayException when the key or the spool cannot be used
     */
    public static UsageReporter open(UsageReporterConfig config) {
        return open(config, Clock.systemUTC(), () -> ReportSender.kafkaProducer(config));
    }

    static UsageReporter open(UsageReporterConfig config, Clock clock, Supplier<Producer<byte[], byte[]>> producers) {
        GatewayKey key =
                GatewayKey.read(config.keyFile(), new UsageReportDigest(config.chainId(), config.gatewayRegistry()));
        // A gateway that has lost its disk goes on above all sequences that it used before.
        ReportSpool spool =
                ReportSpool.open(config.spoolDirectory(), key.addressBytes(), clock.millis(), SEGMENT_BYTES);
        UsageReporter reporter = new UsageReporter(config, key, spool, producers);
        reporter.sealing.setDaemon(true);
        reporter.sending.setDaemon(true);
        reporter.sealing.start();
        reporter.sending.start();
        return reporter;
    }

    /** The address that the reports are signed by, lower-case 0x form. */
    public String gateway() {
        return key.address();
    }

    /**
     * Takes a line, once there is room for it in the spool.
     *
     * @throws GatewayException when the disk refuses the report that this line does not fit in any more, or after
     *     {@link #close()}; the line is not taken then
     */
    public void add(UsageLine line) throws InterruptedException {
        byte[] bytes = json.write(line);
        lock.lockInterruptibly();
        try {
            while (!closed && spool.pendingBytes() >= config.mostSpooledBytes()) {
                changed.await();
            }
            requireOpen();
            if (!batch.hasRoomFor(bytes)) {
                seal();
            }
            if (batch.isEmpty()) {
                batchBegunNanos = System.nanoTime();
                changed.signalAll();
            }
            batch.add(bytes);
            if (batch.isFull()) {
                sealOrRetryLater();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts every line taken so far on disk.
     *
     * @throws GatewayException when the disk refuses
     */
    public void flush() {
        lock.lock();
        try {
            requireOpen();
            seal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the broker has every report on disk; whether it had them in time. */
    public boolean awaitDelivery(Duration timeout) throws InterruptedException {
        long remaining = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (spool.pendingReports() > 0 && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
            return spool.pendingReports() == 0;
        } finally {
            lock.unlock();
        }
    }

    public ReporterStatus status() {
        lock.lock();
        try {
            return new ReporterStatus(batch.lines(), spool.pendingReports(), spool.pendingBytes(), lastFailure);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts the open report on disk, gives the broker some seconds to take what is there, and stops. What it has not
     * taken is sent when the spool is opened again.
     */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /**
     * As {@link #close()}, with a time of one's own. Of several calls only the first one waits.
     *
     * @param timeout how long to wait for the broker
     */
    public void close(Duration timeout) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            sealTheLast();
        } finally {
            stop(timeout);
        }
    }

    private void sealTheLast() {
        lock.lock();
        try {
            seal();
        } finally {
            lock.unlock();
        }
    }

    private void stop(Duration timeout) {
        try {
            awaitDelivery(timeout);
            lock.lock();
            try {
                stopped = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            sending.interrupt();
            sending.join();
            sealing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeFiles();
        }
    }

    private void closeFiles() {
        sender.close();
        try {
            spool.close();
        } catch (IOException e) {
            LOG.warn("the spool {} could not be closed", config.spoolDirectory(), e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new GatewayException(Code.REPORTER_CLOSED, "the reporter is closed; open another one");
        }
    }

    /** Under the lock. */
    private void seal() {
        if (batch.isEmpty()) {
            return;
        }
        long sequence = spool.nextSequence();
        byte[] value = batch.toReport();
        try {
            spool.append(new SpooledReport(sequence, key.sign(sequence, value), value));
        } catch (IOException e) {
            throw new GatewayException(
                    Code.SPOOL_UNUSABLE,
                    "a report cannot be written to " + config.spoolDirectory() + "; make room on the disk",
                    e);
        }
        batch.clear();
        changed.signalAll();
    }

    private void sealOrRetryLater() {
        try {
            seal();
        } catch (GatewayException e) {
            failed(e);
        }
    }

    private void sealAgedReports() {
        lock.lock();
        try {
            while (!stopped && !closed) {
                if (batch.isEmpty()) {
                    changed.await();
                    continue;
                }
                long remaining = batchBegunNanos + config.mostAge().toNanos() - System.nanoTime();
                if (remaining > 0) {
                    changed.awaitNanos(remaining);
                    continue;
                }
                sealOrRetryLater();
                if (!batch.isEmpty()) {
                    changed.await(LEAST_BACK_OFF_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void sendReports() {
        long backOffMillis = LEAST_BACK_OFF_MILLIS;
        try {
            while (true) {
                try {
                    SpooledReport report = awaitReport();
                    if (report == null) {
                        return;
                    }
                    sender.send(report);
                    acknowledged(report);
                    backOffMillis = LEAST_BACK_OFF_MILLIS;
                } catch (KafkaException | GatewayException e) {
                    failed(e);
                    Thread.sleep(backOffMillis);
                    backOffMillis = Math.min(2 * backOffMillis, MOST_BACK_OFF_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable SpooledReport awaitReport() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!stopped) {
                SpooledReport report = spool.oldest();
                if (report != null) {
                    return report;
                }
                changed.await();
            }
            return null;
        } catch (IOException e) {
            throw new GatewayException(
                    Code.SPOOL_UNUSABLE, "the spool " + config.spoolDirectory() + " cannot be read; check the disk", e);
        } finally {
            lock.unlock();
        }
    }

    private void acknowledged(SpooledReport report) {
        lock.lock();
        try {
            spool.acknowledge(report.sequence());
            lastFailure = null;
        } catch (IOException e) {
            // It is with the broker all the same; after a restart it may be sent once more.
            lastFailure = String.valueOf(e.getMessage());
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    private void failed(RuntimeException failure) {
        lock.lock();
        try {
            lastFailure = String.valueOf(failure.getMessage());
        } finally {
            lock.unlock();
        }
        LOG.warn("usage is kept in {} until it can be reported: {}", config.spoolDirectory(), failure.toString());
    }
}

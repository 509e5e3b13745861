package dev.tributary.local.simulation;

import dev.tributary.domain.money.Hex;
import dev.tributary.gateway.Outcome;
import dev.tributary.gateway.UsageLine;
import dev.tributary.gateway.UsageReporter;
import dev.tributary.gateway.UsageReporterConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.web3j.utils.Numeric;

/** The gateways of a plan that behave: each with its own key, spool and reporter, as in production. */
public final class ReportingGateways implements LineReporter, AutoCloseable {
    private static final int MOST_LINES = 250;
    private static final int MOST_BYTES = 256 << 10;
    private static final Duration MOST_AGE = Duration.ofMillis(500);
    private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(2);

    private final MarketPlan market;
    private final List<UsageReporter> reporters = new ArrayList<>();

    /**
     * Where reports go.
     *
     * @param directory for key files and spools
     */
    public record Destination(
            long chainId,
            String gatewayRegistry,
            String bootstrapServers,
            String topic,
            int partitions,
            Path directory) {}

    private ReportingGateways(MarketPlan market) {
        this.market = market;
    }

    public static ReportingGateways open(MarketPlan market, Destination destination) {
        ReportingGateways gateways = new ReportingGateways(market);
        try {
            for (Party gateway : market.gateways()) {
                gateways.reporters.add(UsageReporter.open(config(gateway, destination)));
            }
            return gateways;
        } catch (IOException e) {
            gateways.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            gateways.close();
            throw e;
        }
    }

    @Override
    public void report(PlannedLine line, long eventMillis) {
        UsageLine usage = new UsageLine(
                Long.toString(line.number()),
                market.models().get(line.model()).id(),
                market.payers().get(line.payer()).address(),
                line.purchase() < 0 ? null : Integer.toString(market.licences().pass(line.purchase())),
                Instant.ofEpochMilli(eventMillis),
                1,
                line.inputTokens(),
                line.outputTokens(),
                line.computeMillis(),
                line.latencyMillis(),
                line.failed() ? Outcome.ERROR : Outcome.OK);
        try {
            reporters.get(line.gateway()).add(usage);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void flush() {
        for (UsageReporter reporter : reporters) {
            reporter.flush();
        }
        try {
            for (UsageReporter reporter : reporters) {
                if (!reporter.awaitDelivery(DELIVERY_LIMIT)) {
                    throw new IllegalStateException(
                            "Gateway " + reporter.gateway() + " cannot deliver: " + reporter.status());
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        reporters.forEach(UsageReporter::close);
    }

    private static UsageReporterConfig config(Party gateway, Destination destination) throws IOException {
        Path own = Files.createDirectories(
                destination.directory().resolve(gateway.name().replace(' ', '-')));
        Path key = Files.createFile(
                own.resolve("key"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                key,
                Hex.of(Numeric.toBytesPadded(
                        gateway.credentials().getEcKeyPair().getPrivateKey(), 32)));
        return UsageReporterConfig.of(
                        destination.chainId(),
                        destination.gatewayRegistry(),
                        key,
                        own.resolve("spool"),
                        destination.bootstrapServers(),
                        destination.topic(),
                        destination.partitions())
                .withBatch(MOST_LINES, MOST_BYTES, MOST_AGE);
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while reporting usage", e);
    }
}

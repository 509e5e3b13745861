package dev.tributary.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.domain.usage.UsageReportDigest;
import fr.acinq.secp256k1.Secp256k1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class UsageReporterTest {
    private static final String REGISTRY = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T22:00:00Z"), ZoneOffset.UTC);

    private final Path directory;
    private final Broker broker = new Broker("usage.reported.v1", 4);
    private UsageReporterConfig config;

    UsageReporterTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Path key = directory.resolve("key");
        Files.writeString(key, Hex.of(Keccak.hash("gateway".getBytes(UTF_8))) + "\n");
        config = UsageReporterConfig.of(
                        31337, REGISTRY, key, directory.resolve("spool"), "unused:9092", "usage.reported.v1", 4)
                .withBatch(3, 64 << 10, Duration.ofMinutes(1));
    }

    @Test
    void aFullReportIsSentSignedByTheGatewayInItsPartition() throws Exception {
        try (UsageReporter reporter = open()) {
            add(reporter, 3);
            assertThat(reporter.awaitDelivery(SOON)).isTrue();

            ProducerRecord<byte[], byte[]> record = broker.log().get(0);
            assertThat(new String(record.key(), UTF_8)).isEqualTo(reporter.gateway());
            assertThat(record.partition()).isEqualTo(UsagePartition.of(reporter.gateway(), 4));
            assertThat(header(record, "gateway")).isEqualTo(reporter.gateway());
            assertThat(header(record, "sequence")).isEqualTo(Long.toString(CLOCK.millis()));
            assertThat(signer(record)).isEqualTo(reporter.gateway());
            assertThat(new String(record.value(), UTF_8))
                    .startsWith("[{\"specversion\":\"1.0\",\"id\":\"line 0\"")
                    .contains("\"id\":\"line 2\"")
                    .endsWith("}}]");
        }
    }

    @Test
    void anOpenReportIsSentWhenItsFirstLineHasWaitedLongEnough() throws Exception {
        config = config.withBatch(100, 64 << 10, Duration.ofMillis(30));
        try (UsageReporter reporter = open()) {
            add(reporter, 1);
            await(() -> broker.log().size() == 1);
            assertThat(reporter.awaitDelivery(SOON)).isTrue();
        }
    }

    @Test
    void aReportIsClosedBeforeItGrowsBeyondItsBytes() throws Exception {
        config = config.withBatch(4_000, UsageReporterConfig.LEAST_BYTES, Duration.ofMinutes(1));
        try (UsageReporter reporter = open()) {
            add(reporter, 50);
            reporter.flush();
            assertThat(reporter.awaitDelivery(SOON)).isTrue();
        }
        assertThat(broker.log()).hasSizeGreaterThan(2).allSatisfy(record -> assertThat(record.value().length)
                .isLessThanOrEqualTo(UsageReporterConfig.LEAST_BYTES));
        assertThat(lineCount(broker.log())).isEqualTo(50);
    }

    @Test
    void sequencesRiseByOneAndReportsArriveInTheirOrder() throws Exception {
        try (UsageReporter reporter = open()) {
            add(reporter, 30);
            assertThat(reporter.awaitDelivery(SOON)).isTrue();
        }
        long first = CLOCK.millis();
        for (int i = 0; i < 10; i++) {
            assertThat(header(broker.log().get(i), "sequence")).isEqualTo(Long.toString(first + i));
        }
    }

    @Test
    void aReportWhoseAcknowledgementIsLostIsSentAgainAsTheSameBytesUnderTheSameSequence() throws Exception {
        broker.loseAcknowledgements(1);
        try (UsageReporter reporter = open()) {
            add(reporter, 6);
            assertThat(reporter.awaitDelivery(SOON)).isTrue();
        }
        List<ProducerRecord<byte[], byte[]>> log = broker.log();
        assertThat(log).hasSize(3);
        assertThat(log.get(1).value()).isEqualTo(log.get(0).value());
        assertThat(log.get(1).headers()).isEqualTo(log.get(0).headers());
        assertThat(header(log.get(2), "sequence")).isNotEqualTo(header(log.get(0), "sequence"));
    }

    @Test
    void aCrashBetweenSpoolAndAcknowledgementSendsTheSameBytesUnderTheSameSequenceAfterwards() throws Exception {
        broker.loseAcknowledgements(1_000);
        Path atTheCrash = directory.resolve("at-the-crash");
        try (UsageReporter reporter = open()) {
            add(reporter, 6);
            await(() -> !broker.log().isEmpty());
            copy(config.spoolDirectory(), atTheCrash);
            reporter.close(Duration.ZERO);
        }
        Broker afterwards = new Broker("usage.reported.v1", 4);
        try (UsageReporter reporter = UsageReporter.open(spool(atTheCrash), CLOCK, afterwards::producer)) {
            add(reporter, 3);
            assertThat(reporter.awaitDelivery(SOON)).isTrue();
        }
        assertThat(afterwards.log()).hasSize(3);
        assertThat(afterwards.log().get(0).value())
                .isEqualTo(broker.log().get(0).value());
        assertThat(header(afterwards.log().get(0), "signature"))
                .isEqualTo(header(broker.log().get(0), "signature"));
        assertThat(afterwards.log().stream().map(record -> header(record, "sequence")))
                .containsExactly(
                        Long.toString(CLOCK.millis()),
                        Long.toString(CLOCK.millis() + 1),
                        Long.toString(CLOCK.millis() + 2));
    }

    @Test
    void whatTheBrokerHasIsNotSentAgainAfterARestart() throws Exception {
        try (UsageReporter reporter = open()) {
            add(reporter, 6);
            assertThat(reporter.awaitDelivery(SOON)).isTrue();
        }
        try (UsageReporter reporter = open()) {
            add(reporter, 3);
            assertThat(reporter.awaitDelivery(SOON)).isTrue();
        }
        assertThat(broker.log()).hasSize(3);
        assertThat(header(broker.log().get(2), "sequence")).isEqualTo(Long.toString(CLOCK.millis() + 2));
    }

    @Test
    void theOpenReportSurvivesAClose() throws Exception {
        broker.goAway();
        try (UsageReporter reporter = open()) {
            add(reporter, 2);
            reporter.close(Duration.ZERO);
        }
        broker.comeBack();
        try (UsageReporter reporter = open()) {
            assertThat(reporter.awaitDelivery(SOON)).isTrue();
        }
        assertThat(lineCount(broker.log())).isEqualTo(2);
    }

    @Test
    void addWaitsWhileTheSpoolIsFullAndGoesOnWhenTheBrokerIsBack() throws Exception {
        config = config.withBatch(1, UsageReporterConfig.LEAST_BYTES, Duration.ofMinutes(1))
                .withMostSpooledBytes(UsageReporterConfig.LEAST_BYTES);
        broker.goAway();
        try (UsageReporter reporter = open()) {
            Thread adding = new Thread(() -> add(reporter, 100));
            adding.start();
            await(() -> adding.getState() == Thread.State.WAITING
                    && reporter.status().spooledBytes() >= UsageReporterConfig.LEAST_BYTES);
            assertThat(reporter.status().spooledReports()).isLessThan(100);

            broker.comeBack();
            adding.join(SOON.toMillis());
            assertThat(reporter.awaitDelivery(SOON)).isTrue();
            assertThat(reporter.status().lastFailure()).isNull();
        }
        assertThat(lineCount(broker.log())).isEqualTo(100);
    }

    @Test
    void aTopicWithAnotherNumberOfPartitionsIsSaidAndNothingIsSent() throws Exception {
        Broker other = new Broker("usage.reported.v1", 5);
        try (UsageReporter reporter = UsageReporter.open(config, CLOCK, other::producer)) {
            add(reporter, 3);
            await(() -> reporter.status().lastFailure() != null);
            assertThat(reporter.status().lastFailure())
                    .startsWith("PARTITIONS_DIFFER")
                    .contains("5", "4");
            reporter.close(Duration.ZERO);
        }
        assertThat(other.log()).isEmpty();
    }

    @Test
    void aClosedReporterTakesNoLine() {
        UsageReporter reporter = open();
        reporter.close();
        assertThatThrownBy(() -> reporter.add(UsageLines.line(0)))
                .isInstanceOf(GatewayException.class)
                .hasMessageStartingWith("REPORTER_CLOSED");
    }

    /** The one that try-with-resources adds to a call of one's own must not wait for a broker that is away. */
    @Test
    @Timeout(5)
    void aSecondCloseWaitsForNothing() throws Exception {
        broker.goAway();
        UsageReporter reporter = open();
        add(reporter, 3);
        reporter.close(Duration.ZERO);
        reporter.close();
        try (UsageReporter again = open()) {
            assertThat(again.status().spooledReports()).isEqualTo(1);
            again.close(Duration.ZERO);
        }
    }

    @Test
    void twoReportersCannotShareASpool() {
        try (UsageReporter reporter = open()) {
            assertThat(reporter.status().spooledReports()).isZero();
            assertThatThrownBy(this::open).isInstanceOf(GatewayException.class).hasMessageStartingWith("SPOOL_LOCKED");
        }
    }

    @Test
    void aBadKeyIsRefusedWithoutShowingIt() throws IOException {
        Files.writeString(config.keyFile(), "12zz34");
        assertThatThrownBy(this::open)
                .hasMessageStartingWith("KEY_INVALID")
                .hasMessageNotContaining("12zz34")
                .hasNoCause();
        Files.writeString(config.keyFile(), "0x" + "00".repeat(32));
        assertThatThrownBy(this::open).hasMessageStartingWith("KEY_INVALID");
        Files.delete(config.keyFile());
        assertThatThrownBy(this::open).hasMessageStartingWith("KEY_UNREADABLE");
    }

    private UsageReporter open() {
        return UsageReporter.open(config, CLOCK, broker::producer);
    }

    private UsageReporterConfig spool(Path spool) {
        return new UsageReporterConfig(
                config.chainId(),
                config.gatewayRegistry(),
                config.keyFile(),
                spool,
                config.bootstrapServers(),
                config.topic(),
                config.partitions(),
                config.mostLines(),
                config.mostBytes(),
                config.mostAge(),
                config.mostSpooledBytes(),
                config.kafka());
    }

    private static void add(UsageReporter reporter, int lines) {
        try {
            for (int i = 0; i < lines; i++) {
                reporter.add(UsageLines.line(i));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static int lineCount(List<ProducerRecord<byte[], byte[]>> log) {
        return log.stream()
                .mapToInt(record -> new String(record.value(), UTF_8).split("specversion", -1).length - 1)
                .sum();
    }

    private static String signer(ProducerRecord<byte[], byte[]> record) throws Exception {
        byte[] signature = Hex.bytes(header(record, "signature"));
        byte[] digest = new UsageReportDigest(31337, REGISTRY)
                .digest(
                        Hex.bytes(header(record, "gateway")),
                        Long.parseUnsignedLong(header(record, "sequence")),
                        MessageDigest.getInstance("SHA-256").digest(record.value()));
        byte[] publicKey = Secp256k1.get().ecdsaRecover(Arrays.copyOf(signature, 64), digest, signature[64] - 27);
        byte[] hash = Keccak.hash(Arrays.copyOfRange(publicKey, 1, 65));
        return Hex.of(Arrays.copyOfRange(hash, 12, 32));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** A condition that becomes true in another thread. */
    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}

package dev.tributary.local.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.domain.usage.UsageReportDigest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Sign;

/**
 * Does everything that a gateway must not do, and says what each must come to. It writes to the topic itself, since a
 * {@code UsageReporter} would not let it.
 */
public final class UnrulyGateway implements AutoCloseable {
    private static final int REPORT_LIMIT = 1 << 20;
    /** Room between its sequences, for reports that come too late to be accepted. */
    private static final long SEQUENCE_STEP = 10;

    private final MarketPlan market;
    private final Party gateway;
    private final String topic;
    private final int partitions;
    private final UsageReportDigest digest;
    private final SentLines sent;
    private final Producer<byte[], byte[]> producer;
    private long sequence = SEQUENCE_STEP;

    UnrulyGateway(
            MarketPlan market,
            UsageReportDigest digest,
            Producer<byte[], byte[]> producer,
            String topic,
            SentLines sent) {
        this.market = market;
        this.gateway = market.unruly();
        this.topic = topic;
        this.digest = digest;
        this.sent = sent;
        this.producer = producer;
        this.partitions = producer.partitionsFor(topic).size();
    }

    public static UnrulyGateway open(
            MarketPlan market, UsageReportDigest digest, String bootstrapServers, String topic, SentLines sent) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 2 * REPORT_LIMIT, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        return new UnrulyGateway(market, digest, producer, topic, sent);
    }

    /** One of everything, each acknowledged before the next. */
    void misbehave(UnrulyPlan plan, int round, ToLongFunction<PlannedLine> eventMillis, Instant now) {
        List<PlannedLine> planned = plan.lines(round, 0, UnrulyPlan.REPORT_LINES);
        List<String> lines = json(planned, eventMillis);
        byte[] report = ReportBody.of(lines);
        send(report, sequence);
        planned.forEach(sent::send);
        repeatAndContradict(report, lines);
        forge(report);
        breakWhole(report);
        sequence += SEQUENCE_STEP;
        List<PlannedLine> good =
                plan.lines(round, UnrulyPlan.REPORT_LINES, UnrulyPlan.REPORT_LINES + BrokenLines.GOOD_AMONG_BROKEN);
        breakLines(json(good, eventMillis), now);
        good.forEach(sent::send);
        sequence += SEQUENCE_STEP;
    }

    private void repeatAndContradict(byte[] report, List<String> lines) {
        send(report, sequence);
        sent.duplicate(lines.size());

        List<String> others = lines.subList(1, lines.size());
        send(ReportBody.of(others), sequence);
        sent.reject(RejectReason.SEQUENCE_CONFLICT, others.size());

        send(ReportBody.of(others), sequence - SEQUENCE_STEP / 2);
        sent.reject(RejectReason.SEQUENCE_STALE, others.size());
    }

    private void forge(byte[] report) {
        Party victim = market.gateways().get(0);
        long ahead = Long.MAX_VALUE;
        send(
                victim.address(),
                Long.toString(ahead),
                sign(gateway.credentials(), victim, ahead, report),
                report,
                own(victim));
        sent.reject(RejectReason.SIGNATURE_INVALID, 0);
    }

    private void breakWhole(byte[] report) {
        byte[] cut = new String(report, UTF_8).replace("}]", "},").getBytes(UTF_8);
        send(cut, sequence + 1);
        sent.reject(RejectReason.MALFORMED_JSON, 0);

        send(gateway.address(), "007", sign(gateway.credentials(), gateway, 7, report), report, own(gateway));
        sent.reject(RejectReason.MALFORMED_HEADER, 0);

        long next = sequence + 1;
        int wrong = (own(gateway) + 1) % partitions;
        if (wrong != own(gateway)) {
            send(
                    gateway.address(),
                    Long.toString(next),
                    sign(gateway.credentials(), gateway, next, report),
                    report,
                    wrong);
            sent.reject(RejectReason.WRONG_PARTITION, 0);
        }

        byte[] padded = new byte[REPORT_LIMIT + 1];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(report, 0, padded, 0, report.length);
        send(padded, sequence + 1);
        sent.reject(RejectReason.TOO_LARGE, 0);
    }

    private void breakLines(List<String> good, Instant now) {
        List<String> lines = new ArrayList<>(good);
        for (BrokenLines.BrokenLine broken : BrokenLines.of(market, gateway, now)) {
            lines.add(broken.json());
            sent.reject(broken.reason(), 1);
        }
        send(ReportBody.of(lines), sequence);
    }

    private List<String> json(List<PlannedLine> lines, ToLongFunction<PlannedLine> eventMillis) {
        return lines.stream()
                .map(line -> ReportBody.line(market, gateway, line, eventMillis.applyAsLong(line)))
                .toList();
    }

    private void send(byte[] report, long reportSequence) {
        String signature = sign(gateway.credentials(), gateway, reportSequence, report);
        send(gateway.address(), Long.toString(reportSequence), signature, report, own(gateway));
    }

    private void send(String address, String sequenceText, String signature, byte[] report, int partition) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(topic, partition, address.getBytes(UTF_8), report);
        message.headers()
                .add("gateway", address.getBytes(UTF_8))
                .add("sequence", sequenceText.getBytes(UTF_8))
                .add("signature", signature.getBytes(UTF_8));
        try {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new KafkaException("The unruly gateway's report was not taken", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while reporting", e);
        }
    }

    private int own(Party party) {
        return UsagePartition.of(party.address(), partitions);
    }

    private String sign(Credentials signer, Party inTheNameOf, long reportSequence, byte[] report) {
        byte[] hash = digest.digest(Hex.bytes(inTheNameOf.address()), reportSequence, sha256(report));
        Sign.SignatureData signature = Sign.signMessage(hash, signer.getEcKeyPair(), false);
        return Hex.of(signature.getR())
                + Hex.of(signature.getS()).substring(2)
                + Hex.of(signature.getV()).substring(2);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}

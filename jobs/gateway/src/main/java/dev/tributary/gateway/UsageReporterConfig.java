package dev.tributary.gateway;

import dev.tributary.domain.money.Hex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a gateway has to be told to report usage.
 *
 * @param chainId chain of the marketplace
 * @param gatewayRegistry its GatewayRegistry, lower-case 0x form; with the chain id the domain of the signature
 * @param keyFile holds the gateway's private key as 64 hex digits; readable by the gateway alone
 * @param spoolDirectory where reports are kept until the broker has them; on a disk that survives a restart
 * @param topic the usage topic
 * @param partitions the fixed number of its partitions
 * @param mostLines a report is closed when it has as many lines, at most 4 000
 * @param mostBytes a report is closed before it grows larger, at most 1 MiB; the topic must take records of this size
 *     and some hundred bytes more
 * @param mostAge a report is closed when its first line has waited as long
 * @param mostSpooledBytes reports not yet acknowledged beyond which {@link UsageReporter#add} waits
 * @param kafka more settings of the Kafka producer, such as security; not those on which delivery depends
 */
public record UsageReporterConfig(
        long chainId,
        String gatewayRegistry,
        Path keyFile,
        Path spoolDirectory,
        String bootstrapServers,
        String topic,
        int partitions,
        int mostLines,
        int mostBytes,
        Duration mostAge,
        long mostSpooledBytes,
        Map<String, String> kafka) {
    static final int LEAST_BYTES = 4 << 10;
    private static final int PROTOCOL_LINES = 4_000;
    private static final int PROTOCOL_BYTES = 1 << 20;

    /** @throws IllegalArgumentException naming the setting that cannot be used */
    public UsageReporterConfig {
        kafka = Map.copyOf(kafka);
        require(chainId > 0, "chainId must be positive", chainId);
        require(Hex.isAddress(gatewayRegistry), "gatewayRegistry must be a lower-case 0x address", gatewayRegistry);
        require(!bootstrapServers.isBlank(), "bootstrapServers must name a broker", bootstrapServers);
        require(!topic.isBlank(), "topic must not be empty", topic);
        require(partitions > 0, "partitions must be positive", partitions);
        require(mostLines >= 1 && mostLines <= PROTOCOL_LINES, "mostLines must be from 1 to 4000", mostLines);
        require(
                mostBytes >= LEAST_BYTES && mostBytes <= PROTOCOL_BYTES,
                "mostBytes must be from 4096 to 1048576",
                mostBytes);
        require(!mostAge.isNegative() && !mostAge.isZero(), "mostAge must be positive", mostAge);
        require(mostSpooledBytes >= mostBytes, "mostSpooledBytes must be at least mostBytes", mostSpooledBytes);
        for (String fixed : ReportSender.FIXED_SETTINGS.keySet()) {
            require(!kafka.containsKey(fixed), "kafka must not set what delivery depends on", fixed);
        }
    }

    /** Settings that suit most gateways; the {@code with} methods change them. */
    public static UsageReporterConfig of(
            long chainId,
            String gatewayRegistry,
            Path keyFile,
            Path spoolDirectory,
            String bootstrapServers,
            String topic,
            int partitions) {
        return new UsageReporterConfig(
                chainId,
                gatewayRegistry,
                keyFile,
                spoolDirectory,
                bootstrapServers,
                topic,
                partitions,
                1_000,
                512 << 10,
                Duration.ofSeconds(1),
                256L << 20,
                Map.of());
    }

    public UsageReporterConfig withBatch(int newMostLines, int newMostBytes, Duration newMostAge) {
        return new UsageReporterConfig(
                chainId,
                gatewayRegistry,
                keyFile,
                spoolDirectory,
                bootstrapServers,
                topic,
                partitions,
                newMostLines,
                newMostBytes,
                newMostAge,
                mostSpooledBytes,
                kafka);
    }

    public UsageReporterConfig withMostSpooledBytes(long newMostSpooledBytes) {
        return new UsageReporterConfig(
                chainId,
                gatewayRegistry,
                keyFile,
                spoolDirectory,
                bootstrapServers,
                topic,
                partitions,
                mostLines,
                mostBytes,
                mostAge,
                newMostSpooledBytes,
                kafka);
    }

    public UsageReporterConfig withKafka(Map<String, String> newKafka) {
        return new UsageReporterConfig(
                chainId,
                gatewayRegistry,
                keyFile,
                spoolDirectory,
                bootstrapServers,
                topic,
                partitions,
                mostLines,
                mostBytes,
                mostAge,
                mostSpooledBytes,
                newKafka);
    }

    private static void require(boolean holds, String rule, Object actual) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", is '" + actual + "'");
        }
    }
}

package dev.tributary.pipelines.market;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.royalties.ChainArguments;
import dev.tributary.pipelines.royalties.ChainSeconds;
import dev.tributary.pipelines.royalties.ContractAddresses;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A reporter measured a model: one row of table {@code benchmark_report}, known by (model, round, reporter).
 *
 * @param accuracyPpm parts per million, as diversity and absence of overfitting are
 * @param costPpm over the published baseline
 * @param evidence hash of what the measurement rests on
 */
public record BenchmarkReport(
        String model,
        BigInteger round,
        String reporter,
        long accuracyPpm,
        long diversityPpm,
        long absencePpm,
        BigInteger costPpm,
        String evidence,
        long blockNumber,
        long timeMillis,
        String transaction) {

    /** Null when the event is another. */
    static @Nullable BenchmarkReport read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.VERIFICATION_ORACLE)
                || !event.event().equals("BenchmarkReported")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        return new BenchmarkReport(
                arguments.hash("modelId"),
                arguments.integer("round"),
                arguments.address("reporter"),
                arguments.small("accuracyPpm"),
                arguments.small("diversityPpm"),
                arguments.small("absencePpm"),
                arguments.integer("costPpm"),
                arguments.hash("evidence"),
                event.blockNumber(),
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                event.transaction());
    }
}

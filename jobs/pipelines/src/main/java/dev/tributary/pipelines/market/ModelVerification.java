package dev.tributary.pipelines.market;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.royalties.ChainArguments;
import dev.tributary.pipelines.royalties.ChainSeconds;
import dev.tributary.pipelines.royalties.ContractAddresses;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A round of reports reached its quorum: one row of table {@code model_verification}, known by (model, round).
 *
 * @param scorePpm of the medians of the round's reports
 * @param expiresAtMillis from then on the model counts as unverified
 */
public record ModelVerification(
        String model,
        BigInteger round,
        BigInteger scorePpm,
        long verifiedAtMillis,
        long expiresAtMillis,
        long blockNumber,
        String transaction) {

    /** Null when the event is another. */
    static @Nullable ModelVerification read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.VERIFICATION_ORACLE)
                || !event.event().equals("ModelVerified")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        return new ModelVerification(
                arguments.hash("modelId"),
                arguments.integer("round"),
                arguments.integer("scorePpm"),
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                ChainSeconds.toMillisSaturated(arguments.integer("expiresAt")),
                event.blockNumber(),
                event.transaction());
    }
}

package dev.tributary.pipelines.market;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.royalties.ChainArguments;
import dev.tributary.pipelines.royalties.ChainSeconds;
import dev.tributary.pipelines.royalties.ContractAddresses;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model's owner asks for its licence and its usage from a time on: one row of table {@code model_terms}, known by
 * (model, ordinal). Amounts in base units of the token.
 *
 * @param pricesPerMillion of calls, input tokens, output tokens and compute milliseconds
 * @param licencePrice zero for a model that is not for sale
 * @param minimumScorePpm the score that a sale needs
 * @param passLifetimeSeconds how long the pass of a licence is valid
 * @param effectiveAtMillis in force from then on: the later of the block's time and {@code effectiveAt}
 * @param ordinal place in the chain's log; of two in force from the same time the later counts
 */
public record ModelTerms(
        String model,
        String token,
        List<BigInteger> pricesPerMillion,
        BigInteger licencePrice,
        BigInteger minimumScorePpm,
        boolean passRequired,
        BigInteger passLifetimeSeconds,
        long effectiveAtMillis,
        long announcedAtMillis,
        String transaction,
        long ordinal) {

    /** Null when the event is another. */
    static @Nullable ModelTerms read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.MODEL_REGISTRY)
                || !event.event().equals("TermsChanged")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        long announced = ChainSeconds.toMillisSaturated(event.blockTimestampSeconds());
        return new ModelTerms(
                arguments.hash("modelId"),
                arguments.address("token"),
                arguments.integers("pricesPerMillion"),
                arguments.integer("licencePrice"),
                arguments.integer("minimumScorePpm"),
                arguments.flag("passRequired"),
                arguments.integer("passLifetime"),
                Math.max(announced, ChainSeconds.toMillisSaturated(arguments.integer("effectiveAt"))),
                announced,
                event.transaction(),
                event.ordinal());
    }
}

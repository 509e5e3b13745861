package dev.tributary.local.simulation;

import dev.tributary.domain.lineage.RoyaltyPolicy;
import dev.tributary.domain.royalty.Split;
import java.math.BigInteger;
import java.util.List;

/**
 * A model to register.
 *
 * @param id sha2-256 of its content: the model id
 * @param format of its file
 * @param parents ids
 * @param share over 10^8, what it will ask of its children
 * @param pricesPerMillion base units per million calls, input tokens, output tokens, compute milliseconds
 * @param weight its part in the traffic
 */
public record PlannedModel(
        String name,
        String id,
        Format format,
        Party author,
        List<String> parents,
        int depth,
        RoyaltyPolicy policy,
        long share,
        List<BigInteger> pricesPerMillion,
        Split split,
        long weight) {

    /** File formats as the registry numbers them. */
    public enum Format {
        SAFETENSORS(3),
        GGUF(4);

        private final int number;

        Format(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}

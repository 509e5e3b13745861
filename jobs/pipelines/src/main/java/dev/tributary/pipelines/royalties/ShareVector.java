package dev.tributary.pipelines.royalties;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Who shares in a model's net revenue, fixed for ever at its registration: the model and each of its ancestors, zeros
 * included.
 *
 * @param models sorted
 * @param shares of the models, in their order; they sum to 10^8
 */
public record ShareVector(String model, List<String> models, List<Long> shares) {
    /** Those who get anything. */
    void forEachShare(BiConsumer<String, Long> receiver) {
        for (int i = 0; i < models.size(); i++) {
            if (shares.get(i) > 0) {
                receiver.accept(models.get(i), shares.get(i));
            }
        }
    }
}

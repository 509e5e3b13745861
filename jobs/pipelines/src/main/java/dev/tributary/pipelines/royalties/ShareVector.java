package dev.tributary.pipelines.royalties;

import java.util.List;

/**
 * Who shares in a model's net revenue, fixed for ever at its registration: the model and each of its ancestors, zeros
 * included.
 *
 * @param models sorted
 * @param shares of the models, in their order; they sum to 10^8
 */
public record ShareVector(String model, List<String> models, List<Long> shares) {}

package dev.tributary.pipelines.royalties;

import java.util.List;

/**
 * A model as the registry has it: a row of table {@code model}.
 *
 * @param policy LAP or LRP, what binds its children
 * @param share over 10^8
 */
public record RegisteredModel(
        long chainId,
        String model,
        String owner,
        List<String> parents,
        String policy,
        long share,
        long registeredAtMillis) {

    RegisteredModel ownedBy(String next) {
        return new RegisteredModel(chainId, model, next, parents, policy, share, registeredAtMillis);
    }
}

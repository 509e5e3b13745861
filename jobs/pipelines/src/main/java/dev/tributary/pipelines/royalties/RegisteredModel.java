package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as the registry has it.
 *
 * @param format file format of the content, as the registry names it; null when this version does not know its number
 * @param codec of the content id, {@code raw} or {@code dag-pb}; null when this version does not know its number
 * @param policy LAP or LRP, what binds its children
 * @param share over 10^8
 */
public record RegisteredModel(
        long chainId,
        String model,
        String owner,
        @Nullable String format,
        @Nullable String codec,
        List<String> parents,
        String policy,
        long share,
        long registeredAtMillis) {
    private static final List<String> FORMATS =
            List.of("ONNX", "TF_SAVED_MODEL", "PYTORCH", "SAFETENSORS", "GGUF", "OTHER");
    private static final long RAW = 0x55;
    private static final long DAG_PB = 0x70;

    /** Null when the event is no registration. What only people read never stops settlement. */
    static @Nullable RegisteredModel read(ChainEvent event) {
        ModelRegistration registration = ModelRegistration.read(event);
        if (registration == null) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        return new RegisteredModel(
                event.chainId(),
                registration.model(),
                registration.owner(),
                arguments.has("format") ? format(arguments.small("format")) : null,
                arguments.has("codec") ? codec(arguments.small("codec")) : null,
                registration.parents(),
                registration.policy().name(),
                registration.share(),
                registration.timeMillis());
    }

    RegisteredModel ownedBy(String next) {
        return new RegisteredModel(chainId, model, next, format, codec, parents, policy, share, registeredAtMillis);
    }

    private static @Nullable String format(long number) {
        return number < FORMATS.size() ? FORMATS.get((int) number) : null;
    }

    private static @Nullable String codec(long number) {
        return number == RAW ? "raw" : number == DAG_PB ? "dag-pb" : null;
    }
}

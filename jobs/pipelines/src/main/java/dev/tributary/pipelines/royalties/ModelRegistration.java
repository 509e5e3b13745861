package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A model enters the family.
 *
 * @param policy what binds its future children
 * @param share over 10^8
 */
@TypeInfo(ModelRegistration.Type.class)
public record ModelRegistration(
        String model, String owner, List<String> parents, RoyaltyPolicy policy, long share, long timeMillis) {

    /** Null when the event is another. */
    static @Nullable ModelRegistration read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.MODEL_REGISTRY)
                || !event.event().equals("ModelRegistered")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        return new ModelRegistration(
                arguments.hash("modelId"),
                arguments.address("owner"),
                arguments.hashes("parents"),
                policy(event, arguments.small("royaltyPolicy")),
                arguments.small("royaltyShare"),
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()));
    }

    private static RoyaltyPolicy policy(ChainEvent event, long index) {
        RoyaltyPolicy[] policies = RoyaltyPolicy.values();
        if (index >= policies.length) {
            throw ChainArguments.malformed(event, "royalty policy " + index + " is unknown");
        }
        return policies[(int) index];
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<ModelRegistration> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<ModelRegistration> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(ModelRegistration.class, 1);
        }

        @Override
        protected void write(ModelRegistration value, CompactWriter out) {
            out.putText(value.model);
            out.putText(value.owner);
            out.putUnsigned(value.parents.size());
            value.parents.forEach(out::putText);
            out.putText(value.policy.name());
            out.putSigned(value.share);
            out.putSigned(value.timeMillis);
        }

        @Override
        protected ModelRegistration read(CompactReader in, TextTable texts) {
            return new ModelRegistration(
                    in.text(texts),
                    in.text(texts),
                    parents(in, texts),
                    RoyaltyPolicy.valueOf(in.text(texts)),
                    in.signed(),
                    in.signed());
        }

        private static List<String> parents(CompactReader in, TextTable texts) {
            int size = (int) in.unsigned();
            List<String> parents = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                parents.add(in.text(texts));
            }
            return parents;
        }
    }
}

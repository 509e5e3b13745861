package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Who shares in a model's net revenue, fixed for ever at its registration: the model and each of its ancestors, zeros
 * included.
 *
 * @param models sorted
 * @param shares of the models, in their order; they sum to 10^8
 */
@TypeInfo(ShareVector.Type.class)
public record ShareVector(String model, List<String> models, List<Long> shares) {
    /** Those who get anything. */
    void forEachShare(BiConsumer<String, Long> receiver) {
        for (int i = 0; i < models.size(); i++) {
            if (shares.get(i) > 0) {
                receiver.accept(models.get(i), shares.get(i));
            }
        }
    }

    /** 10^8, unless the lineage is broken. */
    long sum() {
        long sum = 0;
        for (long share : shares) {
            sum += share;
        }
        return sum;
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<ShareVector> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<ShareVector> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(ShareVector.class, 1);
        }

        @Override
        protected void write(ShareVector value, CompactWriter out) {
            out.putText(value.model);
            out.putUnsigned(value.models.size());
            value.models.forEach(out::putText);
            value.shares.forEach(out::putSigned);
        }

        @Override
        protected ShareVector read(CompactReader in, TextTable texts) {
            String model = in.text(texts);
            int size = (int) in.unsigned();
            List<String> models = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                models.add(in.text(texts));
            }
            List<Long> shares = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                shares.add(in.signed());
            }
            return new ShareVector(model, models, shares);
        }
    }
}

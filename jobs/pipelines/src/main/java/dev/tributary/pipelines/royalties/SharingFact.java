package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/** What the sharing of one model's revenue depends on; exactly one part is not null. */
@TypeInfo(SharingFact.Type.class)
public record SharingFact(
        String model,
        @Nullable ModelRevenue revenue,
        @Nullable ShareVector vector,
        @Nullable FamilyBreak familyBreak) {

    static SharingFact of(ModelRevenue revenue) {
        return new SharingFact(revenue.model(), revenue, null, null);
    }

    static SharingFact of(ShareVector vector) {
        return new SharingFact(vector.model(), null, vector, null);
    }

    static SharingFact of(FamilyBreak familyBreak) {
        return new SharingFact(familyBreak.model(), null, null, familyBreak);
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<SharingFact> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network. */
    public static final class Serializer extends CompactSerializer<SharingFact> {
        private static final long serialVersionUID = 1L;
        private static final int REVENUE = 0;
        private static final int VECTOR = 1;
        private static final int BREAK = 2;
        private static final ModelRevenue.Serializer REVENUES = new ModelRevenue.Serializer();
        private static final ShareVector.Serializer VECTORS = new ShareVector.Serializer();
        private static final FamilyBreak.Serializer BREAKS = new FamilyBreak.Serializer();

        public Serializer() {
            super(SharingFact.class, 1);
        }

        @Override
        protected void write(SharingFact value, CompactWriter out) {
            if (value.revenue != null) {
                out.putUnsigned(REVENUE);
                REVENUES.write(value.revenue, out);
            } else if (value.vector != null) {
                out.putUnsigned(VECTOR);
                VECTORS.write(value.vector, out);
            } else if (value.familyBreak != null) {
                out.putUnsigned(BREAK);
                BREAKS.write(value.familyBreak, out);
            } else {
                throw new IllegalArgumentException("a fact about " + value.model + " says nothing");
            }
        }

        @Override
        protected SharingFact read(CompactReader in, TextTable texts) {
            long kind = in.unsigned();
            if (kind == REVENUE) {
                return of(REVENUES.read(in, texts));
            }
            return kind == VECTOR ? of(VECTORS.read(in, texts)) : of(BREAKS.read(in, texts));
        }
    }
}

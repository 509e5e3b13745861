package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** From this time on, the split of the model or of one of its ancestors is another. */
@TypeInfo(FamilyBreak.Type.class)
public record FamilyBreak(String model, long timeMillis) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<FamilyBreak> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network. */
    public static final class Serializer extends CompactSerializer<FamilyBreak> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(FamilyBreak.class, 1);
        }

        @Override
        protected void write(FamilyBreak value, CompactWriter out) {
            out.putText(value.model);
            out.putSigned(value.timeMillis);
        }

        @Override
        protected FamilyBreak read(CompactReader in, TextTable texts) {
            return new FamilyBreak(in.text(texts), in.signed());
        }
    }
}

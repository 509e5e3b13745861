package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.metering.UsageCount;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** What usage of one model is summed over until its period closes: the smallest unit that can be refused at the close. */
@TypeInfo(UsageBucket.Type.class)
public record UsageBucket(long period, long minute, String payer, String gateway, String pass) {
    static UsageBucket of(UsageCount count) {
        return new UsageBucket(count.period(), count.minute(), count.payer(), count.gateway(), count.pass());
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<UsageBucket> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<UsageBucket> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(UsageBucket.class);
        }

        @Override
        protected void write(UsageBucket value, CompactWriter out) {
            out.putSigned(value.period());
            out.putSigned(value.minute());
            out.putText(value.payer());
            out.putText(value.gateway());
            out.putText(value.pass());
        }

        @Override
        protected UsageBucket read(CompactReader in, TextTable texts) {
            return new UsageBucket(in.signed(), in.signed(), in.text(texts), in.text(texts), in.text(texts));
        }
    }
}

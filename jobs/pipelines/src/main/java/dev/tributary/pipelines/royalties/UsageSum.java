package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.metering.UsageCount;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** Usage added up, and how many lines it stands for. */
@TypeInfo(UsageSum.Type.class)
public record UsageSum(MeterTotals meters, long lines) {
    static final UsageSum NONE = new UsageSum(MeterTotals.ZERO, 0);

    UsageSum plus(UsageCount count) {
        return new UsageSum(
                meters.plus(count.calls(), count.inputTokens(), count.outputTokens(), count.computeMillis()),
                lines + count.lines());
    }

    UsageSum plus(UsageSum other) {
        return new UsageSum(meters.plus(other.meters), lines + other.lines);
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<UsageSum> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<UsageSum> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(UsageSum.class);
        }

        @Override
        protected void write(UsageSum value, CompactWriter out) {
            out.putMeters(value.meters());
            out.putUnsigned(value.lines());
        }

        @Override
        protected UsageSum read(CompactReader in, TextTable texts) {
            return new UsageSum(in.meters(), in.unsigned());
        }
    }
}

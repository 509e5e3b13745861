package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.metering.UsageRow;
import dev.tributary.pipelines.metering.UsageRows;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** Usage added up, and how many lines it stands for. */
@TypeInfo(UsageSum.Type.class)
public record UsageSum(MeterTotals meters, long lines) {
    static final UsageSum NONE = new UsageSum(MeterTotals.ZERO, 0);

    /** Of some rows, at least one. */
    static UsageSum of(UsageRows usage, int from, int to) {
        UsageSum sum = of(usage.get(from));
        for (int i = from + 1; i < to; i++) {
            sum = sum.plus(of(usage.get(i)));
        }
        return sum;
    }

    private static UsageSum of(UsageRow row) {
        return new UsageSum(
                MeterTotals.of(row.calls(), row.inputTokens(), row.outputTokens(), row.computeMillis()), row.lines());
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
            super(UsageSum.class, 1);
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

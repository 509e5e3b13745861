package dev.tributary.pipelines.compact;

import dev.tributary.domain.usage.MeterTotals;

/** {@link MeterTotals} as a field of records that Flink reads by their fields. */
public final class MeterTotalsSerializer extends CompactSerializer<MeterTotals> {
    private static final long serialVersionUID = 1L;

    /** For the annotation of a field. */
    public static final class Type extends CompactType<MeterTotals> {
        public Type() {
            super(new MeterTotalsSerializer());
        }
    }

    public MeterTotalsSerializer() {
        super(MeterTotals.class, 1);
    }

    @Override
    protected void write(MeterTotals meters, CompactWriter out) {
        out.putMeters(meters);
    }

    @Override
    protected MeterTotals read(CompactReader in, TextTable texts) {
        return in.meters();
    }
}

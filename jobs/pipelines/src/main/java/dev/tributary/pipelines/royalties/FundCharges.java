package dev.tributary.pipelines.royalties;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Covers the charges of one (payer, token): every charge in full, in the period in which it was booked. */
final class FundCharges extends KeyedProcessFunction<Tuple2<String, String>, Charge, FundedCharge> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Charge charge, Context context, Collector<FundedCharge> out) {
        out.collect(new FundedCharge(charge, charge.period(), charge.micro()));
    }
}

package dev.tributary.pipelines.settlement;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.royalties.AccountCredit;
import java.math.BigInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Adds up what a (token, account) is credited and emits one line when its period closes, none when nothing changed. */
final class AccrueAccounts extends KeyedProcessFunction<Tuple2<String, String>, AccountCredit, AccountLine> {
    private static final long serialVersionUID = 1L;

    private final BookingRule booking;
    private transient MapState<Long, BigInteger> open;

    AccrueAccounts(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open(OpenContext context) {
        open = getRuntimeContext().getMapState(new MapStateDescriptor<>("open-credits", Types.LONG, Types.BIG_INT));
    }

    @Override
    public void processElement(AccountCredit credit, Context context, Collector<AccountLine> out) throws Exception {
        if (credit.numerator().signum() == 0) {
            return;
        }
        BigInteger known = open.get(credit.period());
        open.put(credit.period(), known == null ? credit.numerator() : known.add(credit.numerator()));
        context.timerService().registerEventTimeTimer(booking.periodEnd(credit.period()) - 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<AccountLine> out) throws Exception {
        long period = booking.periodOf(timestamp);
        BigInteger numerator = open.get(period);
        open.remove(period);
        Tuple2<String, String> key = context.getCurrentKey();
        out.collect(new AccountLine(period, key.f0, key.f1, numerator));
    }
}

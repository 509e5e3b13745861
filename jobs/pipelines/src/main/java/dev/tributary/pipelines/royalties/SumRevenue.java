package dev.tributary.pipelines.royalties;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Sends what was covered as one record per model and period, summed by minute and token, not as one per charge. */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class SumRevenue extends GatherAhead<ClosedCharges, ModelRevenue> {
    private static final long serialVersionUID = 1L;
    private static final int MOST_SUMS = 1 << 16;

    private transient RevenueTallies tallies;

    @Override
    public void open() throws Exception {
        super.open();
        tallies = new RevenueTallies();
    }

    @Override
    public void processElement(StreamRecord<ClosedCharges> element) {
        ClosedCharges closed = element.getValue();
        closed.forEachCovered((charge, micro) -> tallies.add(closed.period(), charge, micro));
        if (tallies.size() >= MOST_SUMS) {
            send();
        }
    }

    @Override
    void send() {
        if (tallies.size() == 0) {
            return;
        }
        tallies.drain(revenue -> output.collect(new StreamRecord<>(revenue)));
    }
}

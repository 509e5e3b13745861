package dev.tributary.local.worlds;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Breaks a job once, in the middle of one of its streams and after a checkpoint, so that it has to go on from its last
 * checkpoint.
 */
final class Breakdown {
    static final Breakdown NONE = new Breakdown(Place.NOWHERE, 0);

    private static final Map<Integer, Breakdown> PLANNED = new ConcurrentHashMap<>();
    private static final AtomicInteger PLANS = new AtomicInteger();

    private final Place place;
    private final long after;
    private final AtomicLong passed = new AtomicLong();
    private final AtomicBoolean checkpointed = new AtomicBoolean();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicBoolean resumed = new AtomicBoolean();

    enum Place {
        NOWHERE,
        USAGE,
        CHAIN,
        LINES
    }

    /** @param after so many elements have passed at least */
    Breakdown(Place place, long after) {
        this.place = place;
        this.after = after;
    }

    boolean isPlanned() {
        return place != Place.NOWHERE;
    }

    /** Whether the job broke and went on from a checkpoint. */
    boolean hasResumed() {
        return resumed.get();
    }

    private void passed() {
        passed.incrementAndGet();
        breakIfDue();
    }

    private void checkpointed() {
        checkpointed.set(true);
        breakIfDue();
    }

    /** Whichever comes last, the element or the checkpoint. */
    private void breakIfDue() {
        boolean due = isPlanned() && checkpointed.get() && passed.get() >= after;
        if (due && broken.compareAndSet(false, true)) {
            throw new IllegalStateException("broken down as planned");
        }
    }

    /** The stream, broken if this is the place. */
    <T> DataStream<T> in(DataStream<T> stream, Place where) {
        if (place != where) {
            return stream;
        }
        int plan = PLANS.incrementAndGet();
        PLANNED.put(plan, this);
        return stream.map(new Passing<T>(plan))
                .returns(stream.getType())
                .setParallelism(stream.getParallelism())
                .uid("breakdown");
    }

    /** Lets everything pass, but for one moment. */
    private static final class Passing<T> extends RichMapFunction<T, T>
            implements CheckpointedFunction, CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final int plan;

        Passing(int plan) {
            this.plan = plan;
        }

        @Override
        public T map(T element) {
            breakdown().passed();
            return element;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            if (context.isRestored()) {
                breakdown().resumed.set(true);
            }
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            // Nothing to remember.
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            breakdown().checkpointed();
        }

        private Breakdown breakdown() {
            return PLANNED.getOrDefault(plan, NONE);
        }
    }
}

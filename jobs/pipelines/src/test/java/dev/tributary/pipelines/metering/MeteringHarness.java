package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** MeterReports alone, as one subtask runs it. */
final class MeteringHarness implements AutoCloseable {
    private final OneInputStreamOperatorTestHarness<UsageRecord, ModelUsage> harness;

    MeteringHarness() throws Exception {
        this(1, 0, null);
    }

    MeteringHarness(int parallelism, int subtask, @Nullable OperatorSubtaskState state) throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(
                new MeterReports(SignedReports.settings()), 128, parallelism, subtask);
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    void give(UsageRecord record) throws Exception {
        harness.processElement(record, record.appendTimeMillis());
    }

    void watermark(long millis) throws Exception {
        harness.processWatermark(millis);
    }

    void finish() throws Exception {
        harness.getOperator().finish();
    }

    /** What has been sent, watermarks too. */
    List<Object> sent() {
        return new ArrayList<>(harness.getOutput());
    }

    List<ModelUsage> usage() {
        return harness.extractOutputValues();
    }

    /** All counts, also those that would be sent with the next barrier. */
    List<UsageCount> counts() throws Exception {
        barrier();
        return usage().stream()
                .flatMap(usage -> usage.counts(new TextTable()).stream())
                .toList();
    }

    /** Lines that were accepted. */
    long lines() throws Exception {
        return counts().stream().mapToLong(UsageCount::lines).sum();
    }

    UsageCount onlyCount() throws Exception {
        assertThat(counts()).as("refused: %s", rejected()).hasSize(1);
        return counts().get(0);
    }

    List<UsageRejected> rejected() {
        return side(MeterReports.REJECTED);
    }

    List<String> reasons() {
        return rejected().stream().map(UsageRejected::reason).toList();
    }

    List<Frontier> frontiers() {
        return side(MeterReports.FRONTIERS);
    }

    List<Tally> tallies() {
        return side(MeterReports.TALLIES);
    }

    List<ModelObservations> observations() {
        return side(MeterReports.OBSERVATIONS);
    }

    void barrier() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
    }

    OperatorSubtaskState snapshot() throws Exception {
        barrier();
        return harness.snapshot(1, 1);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    @Override
    public void close() {
        try {
            harness.close();
        } catch (Exception e) {
            throw new IllegalStateException("the operator cannot be closed", e);
        }
    }
}

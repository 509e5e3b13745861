package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** MeterReports alone, as one subtask runs it. */
final class MeteringHarness implements AutoCloseable {
    private final OneInputStreamOperatorTestHarness<UsageRecord, MeteredReport> harness;

    MeteringHarness() throws Exception {
        this(1, 0, null);
    }

    MeteringHarness(int parallelism, int subtask, @Nullable OperatorSubtaskState state) throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new MeterReports(SignedReports.settings())), 128, parallelism, subtask);
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    void give(UsageRecord record) throws Exception {
        harness.processElement(record, record.appendTimeMillis());
    }

    List<MeteredReport> reports() {
        return harness.extractOutputValues();
    }

    UsageCount onlyCount() {
        MeteredReport report = onlyReport();
        List<UsageCount> counts = UsagePack.counts(report.usage(), report.gateway());
        assertThat(counts).hasSize(1);
        return counts.get(0);
    }

    MeteredReport onlyReport() {
        List<MeteredReport> reports = reports();
        if (reports.size() != 1) {
            throw new AssertionError("expected one report, got " + reports + ", refused " + rejected());
        }
        return reports.get(0);
    }

    List<UsageRejected> rejected() {
        return side(MeterReports.REJECTED);
    }

    List<Frontier> frontiers() {
        return side(MeterReports.FRONTIERS);
    }

    List<Tally> tallies() {
        return side(MeterReports.TALLIES);
    }

    OperatorSubtaskState snapshot() throws Exception {
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

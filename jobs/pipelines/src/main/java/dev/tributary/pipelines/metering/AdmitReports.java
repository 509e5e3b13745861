package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.Admission;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.domain.usage.SequenceWindow;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Applies the sequence rule of each gateway; what a report says counts only from here on. */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class AdmitReports extends KeyedProcessFunction<String, MeteredReport, MeteredReport> {
    static final OutputTag<UsageRejected> REJECTED =
            new OutputTag<>("rejected-lines", TypeInformation.of(UsageRejected.class));
    static final OutputTag<Tally> TALLIES = new OutputTag<>("admission-tallies", TypeInformation.of(Tally.class));

    private static final long serialVersionUID = 1L;

    private final RejectedRecords rejected;
    private transient ValueState<SequenceWindow> window;

    AdmitReports(MeteringSettings settings) {
        this.rejected = new RejectedRecords(settings.topic());
    }

    @Override
    public void open(OpenContext context) {
        window = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("accepted-reports", TypeInformation.of(SequenceWindow.class)));
    }

    @Override
    public void processElement(MeteredReport report, Context context, Collector<MeteredReport> out) throws Exception {
        SequenceWindow known = window.value();
        Admission admission =
                (known == null ? SequenceWindow.EMPTY : known).admit(report.sequence(), report.contentHash());
        if (admission instanceof Admission.Accepted accepted) {
            window.update(accepted.next());
            accept(report, context, out);
        } else if (admission instanceof Admission.Refused refused) {
            refuse(report, refused.reason(), context);
        } else {
            context.output(TALLIES, Tally.duplicate(report.logMillis(), report.lines()));
        }
    }

    private static void accept(MeteredReport report, Context context, Collector<MeteredReport> out) {
        out.collect(report);
        Map<String, Long> refusedLines = new HashMap<>();
        for (UsageRejected line : report.refusedLines()) {
            context.output(REJECTED, line);
            refusedLines.merge(line.reason(), line.lines(), Long::sum);
        }
        context.output(TALLIES, Tally.accepted(report.logMillis(), report.lines(), report.admitted(), refusedLines));
    }

    private void refuse(MeteredReport report, RejectReason reason, Context context) {
        String detail = reason == RejectReason.SEQUENCE_CONFLICT
                ? "another report was accepted under this sequence"
                : "the gateway's sequence has moved past this one";
        context.output(REJECTED, rejected.report(report, reason, detail));
        context.output(TALLIES, Tally.refused(report.logMillis(), reason.name(), report.lines()));
    }
}

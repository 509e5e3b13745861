package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.Admission;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.RoyaltyMetric;
import dev.tributary.pipelines.metering.Authentication.Authentic;
import dev.tributary.pipelines.metering.Authentication.Refused;
import dev.tributary.pipelines.metering.json.MalformedJsonException;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Authenticates a report, parses it, applies the sequence rule of its gateway, books its lines and adds them to the sums
 * of its subtask, chained to the source so that nothing but sums of many reports crosses the network.
 *
 * <p>All reports of a gateway lie in one partition, in others they are refused, so who reads the partition sees all of
 * them in the order of the log, which is the order that the sequence rule is about. Its state goes with the partition, as
 * the partition's clock does, which every record moves, refused or not.
 *
 * <p>Nobody waits for usage before its period closes. Sums are sent on before every checkpoint, so that they are in no
 * state; before the watermark passes the end of a period, so that they are in time; and when there is enough of them.
 */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class MeterReports extends AbstractStreamOperator<ModelUsage>
        implements OneInputStreamOperator<UsageRecord, ModelUsage> {
    static final OutputTag<UsageRejected> REJECTED =
            new OutputTag<>("rejected-reports", TypeInformation.of(UsageRejected.class));
    static final OutputTag<Tally> TALLIES = new OutputTag<>("report-tallies", TypeInformation.of(Tally.class));
    static final OutputTag<Frontier> FRONTIERS = new OutputTag<>("frontiers", TypeInformation.of(Frontier.class));
    static final OutputTag<ModelObservations> OBSERVATIONS =
            new OutputTag<>("observations", TypeInformation.of(ModelObservations.class));
    static final String CLOCK_STATE = "partition-clocks";
    static final String WINDOW_STATE = "gateway-windows";

    private static final long serialVersionUID = 1L;

    private final MeteringSettings settings;
    private final BookingRule booking;
    private transient OwnPartitions own;
    private transient PartitionClocks clocks;
    private transient ListState<PartitionClock> clockState;
    private transient GatewayWindows windows;
    private transient ListState<GatewayWindow> windowState;
    private transient Authenticator authenticator;
    private transient ReportParser parser;
    private transient ReportSums sums;
    private transient ReportVerdicts verdicts;
    private transient PartitionGauges partitions;
    private transient Counter meteredReports;
    private transient Counter refusedReports;
    private transient long watermarkMillis;

    MeterReports(MeteringSettings settings) {
        this.settings = settings;
        this.booking = settings.booking();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        own = new OwnPartitions(
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
        clocks = new PartitionClocks();
        windows = new GatewayWindows();
        // Union: after rescaling any subtask may read any partition.
        OperatorStateStore store = context.getOperatorStateStore();
        clockState = store.getUnionListState(
                new ListStateDescriptor<>(CLOCK_STATE, TypeInformation.of(PartitionClock.class)));
        windowState = store.getUnionListState(
                new ListStateDescriptor<>(WINDOW_STATE, TypeInformation.of(GatewayWindow.class)));
        for (PartitionClock clock : clockState.get()) {
            clocks.restore(clock);
        }
        for (GatewayWindow window : windowState.get()) {
            windows.restore(window);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        clockState.update(clocks.snapshot(own));
        windowState.update(windows.snapshot(own));
    }

    @Override
    public void open() throws Exception {
        super.open();
        NameTable names = new NameTable();
        RejectedRecords rejected = new RejectedRecords(settings.topic());
        authenticator = new Authenticator(settings);
        parser = new ReportParser(booking, rejected, names);
        sums = new ReportSums(
                names,
                usage -> output.collect(new StreamRecord<>(usage)),
                observations -> output.collect(OBSERVATIONS, new StreamRecord<>(observations)));
        verdicts = new ReportVerdicts(rejected, output);
        partitions = new PartitionGauges(getMetricGroup());
        meteredReports = getMetricGroup().counter(RoyaltyMetric.METERED_REPORTS.flinkName());
        refusedReports = getMetricGroup().counter(RoyaltyMetric.REFUSED_REPORTS.flinkName());
        watermarkMillis = Long.MIN_VALUE;
    }

    @Override
    public void processElement(StreamRecord<UsageRecord> element) {
        UsageRecord record = element.getValue();
        own.read(record.partition());
        long runningMaxMillis = advanceClock(element);
        partitions.show(record, runningMaxMillis);
        if (record.heartbeat()) {
            return;
        }
        Authentication authentication = authenticator.authenticate(record);
        if (authentication instanceof Refused refused) {
            refuse(element, runningMaxMillis, refused.reason(), refused.detail());
        } else if (authentication instanceof Authentic authentic) {
            meter(element, authentic, runningMaxMillis);
        }
    }

    private long advanceClock(StreamRecord<UsageRecord> element) {
        UsageRecord record = element.getValue();
        long before = clocks.before(record.partition());
        long after = clocks.advance(record.partition(), record.appendTimeMillis());
        long clockBefore = before == Long.MIN_VALUE ? before : before - booking.graceMillis();
        long clockAfter = after - booking.graceMillis();
        boolean passesAnEnd = before == Long.MIN_VALUE || booking.periodOf(clockBefore) != booking.periodOf(clockAfter);
        if (passesAnEnd) {
            Frontier frontier = new Frontier(record.partition(), clockBefore, clockAfter, record.offset());
            output.collect(FRONTIERS, new StreamRecord<>(frontier, element.getTimestamp()));
        }
        return after;
    }

    private void meter(StreamRecord<UsageRecord> element, Authentic authentic, long runningMaxMillis) {
        ReportParser.Parsed parsed;
        try {
            parsed = parser.parse(element.getValue(), runningMaxMillis);
        } catch (MalformedJsonException e) {
            refuse(element, runningMaxMillis, RejectReason.MALFORMED_JSON, String.valueOf(e.getMessage()));
            sums.makeRoom();
            return;
        } catch (RuntimeException e) {
            // The log keeps the record for ever: failing on it would be a restart loop that stops all payments.
            refuse(element, runningMaxMillis, RejectReason.MALFORMED_JSON, "the report cannot be read: " + e);
            sums.makeRoom();
            return;
        }
        meteredReports.inc();
        admit(element, authentic, parsed, runningMaxMillis);
        sums.makeRoom();
    }

    /** What a report says counts only if the sequence rule accepts it. */
    private void admit(
            StreamRecord<UsageRecord> element, Authentic authentic, ReportParser.Parsed parsed, long runningMaxMillis) {
        Admission admission = windows.admit(
                element.getValue().partition(), authentic.gateway(), authentic.sequence(), authentic.contentHash());
        if (admission instanceof Admission.Accepted) {
            sums.add(authentic.gateway(), parsed);
            verdicts.accept(element, parsed, runningMaxMillis);
        } else if (admission instanceof Admission.Refused refused) {
            verdicts.refuse(element, authentic, parsed.lines(), refused.reason(), runningMaxMillis);
        } else {
            verdicts.drop(element, parsed.lines(), runningMaxMillis);
        }
    }

    /** Before the sequence rule: the report does not use up its sequence, and its lines are not known. */
    private void refuse(StreamRecord<UsageRecord> element, long runningMaxMillis, RejectReason reason, String detail) {
        refusedReports.inc();
        verdicts.refuse(element, reason, detail, runningMaxMillis);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (watermarkMillis == Long.MIN_VALUE
                || booking.periodOf(mark.getTimestamp() + 1) != booking.periodOf(watermarkMillis + 1)) {
            sums.send();
        }
        watermarkMillis = mark.getTimestamp();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        sums.send();
    }

    @Override
    public void finish() throws Exception {
        sums.send();
        super.finish();
    }
}

package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.RoyaltyMetric;
import dev.tributary.pipelines.metering.Authentication.Authentic;
import dev.tributary.pipelines.metering.Authentication.Refused;
import dev.tributary.pipelines.metering.json.MalformedJsonException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Authenticates a report, parses it, books its lines and collapses them, chained to the source so that nothing but the
 * sums crosses the network. Keeps the clock of each partition, which every record moves, refused or not.
 */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class MeterReports extends ProcessFunction<UsageRecord, MeteredReport> implements CheckpointedFunction {
    static final OutputTag<UsageRejected> REJECTED =
            new OutputTag<>("rejected-reports", TypeInformation.of(UsageRejected.class));
    static final OutputTag<Tally> TALLIES = new OutputTag<>("report-tallies", TypeInformation.of(Tally.class));
    static final OutputTag<Frontier> FRONTIERS = new OutputTag<>("frontiers", TypeInformation.of(Frontier.class));
    static final String CLOCK_STATE = "partition-clocks";

    private static final long serialVersionUID = 1L;
    private static final byte[] NOT_NEEDED = {};

    private final MeteringSettings settings;
    private final PartitionClocks clocks = new PartitionClocks();
    private transient BookingRule booking;
    private transient RejectedRecords rejected;
    private transient Authenticator authenticator;
    private transient ReportParser parser;
    private transient KnownSequences knownSequences;
    private transient ListState<PartitionClock> clockState;
    private transient Counter meteredReports;
    private transient Counter refusedReports;
    private transient PartitionGauges partitions;

    MeterReports(MeteringSettings settings) {
        this.settings = settings;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        // Union: after rescaling any subtask may read any partition.
        clockState = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>(CLOCK_STATE, TypeInformation.of(PartitionClock.class)));
        for (PartitionClock clock : clockState.get()) {
            clocks.restore(clock);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        clockState.update(clocks.snapshot());
    }

    @Override
    public void open(OpenContext context) {
        booking = settings.booking();
        rejected = new RejectedRecords(settings.topic());
        authenticator = new Authenticator(settings);
        parser = new ReportParser(booking, rejected);
        knownSequences = new KnownSequences();
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        meteredReports = metrics.counter(RoyaltyMetric.METERED_REPORTS.flinkName());
        refusedReports = metrics.counter(RoyaltyMetric.REFUSED_REPORTS.flinkName());
        partitions = new PartitionGauges(metrics);
    }

    @Override
    public void processElement(UsageRecord record, Context context, Collector<MeteredReport> out) {
        long runningMaxMillis = advanceClock(record, context);
        partitions.show(record, runningMaxMillis);
        if (record.heartbeat()) {
            return;
        }
        Authentication authentication = authenticator.authenticate(record);
        if (authentication instanceof Refused refused) {
            refuse(record, runningMaxMillis, refused.reason(), refused.detail(), context);
        } else if (authentication instanceof Authentic authentic) {
            meter(record, authentic, runningMaxMillis, context, out);
        }
    }

    private long advanceClock(UsageRecord record, Context context) {
        long before = clocks.before(record.partition());
        long after = clocks.advance(record.partition(), record.appendTimeMillis());
        long clockBefore = before == Long.MIN_VALUE ? before : before - booking.graceMillis();
        long clockAfter = after - booking.graceMillis();
        boolean passesAnEnd = before == Long.MIN_VALUE || booking.periodOf(clockBefore) != booking.periodOf(clockAfter);
        if (passesAnEnd) {
            context.output(FRONTIERS, new Frontier(record.partition(), clockBefore, clockAfter, record.offset()));
        }
        return after;
    }

    private void meter(
            UsageRecord record,
            Authentic authentic,
            long runningMaxMillis,
            Context context,
            Collector<MeteredReport> out) {
        ReportParser.Parsed parsed;
        try {
            parsed = parser.parse(record, runningMaxMillis);
        } catch (MalformedJsonException e) {
            refuse(record, runningMaxMillis, RejectReason.MALFORMED_JSON, String.valueOf(e.getMessage()), context);
            return;
        } catch (RuntimeException e) {
            // The log keeps the record for ever: failing on it would be a restart loop that stops all payments.
            refuse(record, runningMaxMillis, RejectReason.MALFORMED_JSON, "the report cannot be read: " + e, context);
            return;
        }
        meteredReports.inc();
        boolean willBeAccepted = knownSequences.rises(authentic.gateway(), authentic.sequence());
        out.collect(new MeteredReport(
                authentic.gateway(),
                authentic.sequence(),
                authentic.contentHash(),
                record.partition(),
                record.offset(),
                runningMaxMillis,
                parsed.lines(),
                parsed.admitted(),
                parsed.usage(),
                parsed.refusedLines(),
                willBeAccepted ? NOT_NEEDED : RejectedRecords.beginning(record.value())));
    }

    private void refuse(
            UsageRecord record, long runningMaxMillis, RejectReason reason, String detail, Context context) {
        refusedReports.inc();
        context.output(REJECTED, rejected.report(record, reason, detail));
        context.output(TALLIES, Tally.refused(runningMaxMillis, reason.name(), 0));
    }
}

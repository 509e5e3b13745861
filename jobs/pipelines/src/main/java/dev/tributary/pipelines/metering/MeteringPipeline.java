package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.royalties.Charge;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From the usage log to usage per minute.
 *
 * <pre>
 *  UsageRecord, watermark = running maximum of append times - grace - 1, per partition
 *       |
 *  MeterReports   authenticate, parse, book, collapse     -> rejected reports, tallies, frontiers
 *       | MeteredReport, keyed by gateway
 *  AdmitReports   sequence rule                           -> rejected reports and lines, tallies, observations
 *       | UsageCount
 * </pre>
 */
public final class MeteringPipeline {
    private MeteringPipeline() {}

    /**
     * Attaches metering to a source.
     *
     * @param usage the log in the order of each partition, at a parallelism of at most the number of partitions
     */
    public static MeteringOutputs build(DataStream<UsageRecord> usage, MeteringSettings settings) {
        SingleOutputStreamOperator<MeteredReport> reports = usage.process(
                        new MeterReports(settings), TypeInformation.of(MeteredReport.class))
                .setParallelism(usage.getParallelism())
                .uid(MeteringUids.METER_REPORTS)
                .name("Meter reports");
        SingleOutputStreamOperator<UsageCount> counts = reports.keyBy(MeteredReport::gateway)
                .process(new AdmitReports(settings), TypeInformation.of(UsageCount.class))
                .uid(MeteringUids.ADMIT_REPORTS)
                .name("Admit reports");
        return new MeteringOutputs(
                counts,
                counts.getSideOutput(AdmitReports.OBSERVATIONS),
                reports.getSideOutput(MeterReports.REJECTED).union(counts.getSideOutput(AdmitReports.REJECTED)),
                reports.getSideOutput(MeterReports.TALLIES).union(counts.getSideOutput(AdmitReports.TALLIES)),
                reports.getSideOutput(MeterReports.FRONTIERS));
    }

    /**
     * Attaches the analytics of minutes.
     *
     * @param charges rated usage, emitted at the close of its period
     * @param observations of the same usage
     */
    public static DataStream<UsageMinute> summarise(
            DataStream<Charge> charges, DataStream<UsageObservation> observations, BookingRule booking) {
        return charges.keyBy(Charge::model)
                .connect(observations.keyBy(UsageObservation::model))
                .process(new SummariseMinutes(booking), TypeInformation.of(UsageMinute.class))
                .uid(MeteringUids.SUMMARISE_MINUTES)
                .name("Summarise minutes");
    }
}

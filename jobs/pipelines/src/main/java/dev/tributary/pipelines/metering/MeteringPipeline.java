package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.compact.TextSerializer;
import dev.tributary.pipelines.royalties.ChargedMinute;
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
 *  AdmitReports   sequence rule                           -> rejected reports and lines, tallies
 *       |
 *  SumReports     one sum for many reports                -> observations
 *       | ModelUsage
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
        SingleOutputStreamOperator<MeteredReport> admitted = reports.keyBy(MeteredReport::gateway)
                .process(new AdmitReports(settings), TypeInformation.of(MeteredReport.class))
                .uid(MeteringUids.ADMIT_REPORTS)
                .name("Admit reports");
        SingleOutputStreamOperator<ModelUsage> summed = admitted.transform(
                        "Sum reports", TypeInformation.of(ModelUsage.class), new SumReports(settings.booking()))
                .uid(MeteringUids.SUM_REPORTS);
        return new MeteringOutputs(
                summed,
                summed.getSideOutput(SumReports.OBSERVATIONS),
                reports.getSideOutput(MeterReports.REJECTED).union(admitted.getSideOutput(AdmitReports.REJECTED)),
                reports.getSideOutput(MeterReports.TALLIES).union(admitted.getSideOutput(AdmitReports.TALLIES)),
                reports.getSideOutput(MeterReports.FRONTIERS));
    }

    /**
     * Attaches the analytics of minutes.
     *
     * @param charges rated usage, emitted at the close of its period
     * @param observations of the same usage
     */
    public static DataStream<UsageMinute> summarise(
            DataStream<ChargedMinute> charges, DataStream<UsageObservation> observations, BookingRule booking) {
        return charges.keyBy(ChargedMinute::model, TextSerializer.TEXT)
                .connect(observations.keyBy(UsageObservation::model, TextSerializer.TEXT))
                .process(new SummariseMinutes(booking), TypeInformation.of(UsageMinute.class))
                .uid(MeteringUids.SUMMARISE_MINUTES)
                .name("Summarise minutes");
    }
}

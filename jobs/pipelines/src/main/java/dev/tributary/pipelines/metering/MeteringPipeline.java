package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.compact.TextSerializer;
import dev.tributary.pipelines.royalties.ChargedMinutes;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From the usage log to usage per minute.
 *
 * <pre>
 *  UsageRecord, watermark = running maximum of append times - grace - 1, per partition
 *       |
 *  MeterReports   authenticate, parse, sequence rule, book, sum   -> rejected reports and lines, tallies,
 *       |                                                              frontiers, observations
 *       | ModelUsage, one sum for many reports
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
        SingleOutputStreamOperator<ModelUsage> summed = usage.transform(
                        "Meter reports", TypeInformation.of(ModelUsage.class), new MeterReports(settings))
                .setParallelism(usage.getParallelism())
                .uid(MeteringUids.METER_REPORTS);
        return new MeteringOutputs(
                summed,
                summed.getSideOutput(MeterReports.OBSERVATIONS),
                summed.getSideOutput(MeterReports.REJECTED),
                summed.getSideOutput(MeterReports.TALLIES),
                summed.getSideOutput(MeterReports.FRONTIERS));
    }

    /**
     * Attaches the analytics of minutes.
     *
     * @param charges rated usage, emitted at the close of its period
     * @param observations of the same usage
     */
    public static DataStream<UsageMinute> summarise(
            DataStream<ChargedMinutes> charges, DataStream<ModelObservations> observations, BookingRule booking) {
        return charges.keyBy(ChargedMinutes::model, TextSerializer.TEXT)
                .connect(observations.keyBy(ModelObservations::model, TextSerializer.TEXT))
                .process(new SummariseMinutes(booking), TypeInformation.of(UsageMinute.class))
                .uid(MeteringUids.SUMMARISE_MINUTES)
                .name("Summarise minutes");
    }
}

package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Sums admitted reports up before they are sent to their models, since nobody waits for usage before its period closes:
 * models are used in most reports. What is held is sent on before every checkpoint, so that it is in no state; before
 * the watermark passes the end of a period, so that it is in time; and when there is enough of it.
 */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class SumReports extends AbstractStreamOperator<ModelUsage>
        implements OneInputStreamOperator<MeteredReport, ModelUsage> {
    static final OutputTag<UsageObservation> OBSERVATIONS =
            new OutputTag<>("observations", TypeInformation.of(UsageObservation.class));

    private static final long serialVersionUID = 1L;

    private final BookingRule booking;
    private transient NameTable names;
    private transient UsagePackWriter writer;
    private transient UsageSums sums;
    private transient QualitySums qualities;
    private transient long watermarkMillis;

    SumReports(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open() throws Exception {
        super.open();
        names = new NameTable();
        writer = new UsagePackWriter();
        sums = new UsageSums();
        qualities = new QualitySums();
        watermarkMillis = Long.MIN_VALUE;
    }

    @Override
    public void processElement(StreamRecord<MeteredReport> element) {
        MeteredReport report = element.getValue();
        UsagePack pack = UsagePack.open(report.usage(), names);
        int gateway = UsagePack.number(report.gateway(), names);
        while (pack.nextCount()) {
            if (!sums.add(pack, gateway)) {
                sendCounts();
                sums.add(pack, gateway);
            }
        }
        while (pack.nextQuality()) {
            qualities.add(pack);
        }
        if (qualities.isFull()) {
            sendQualities();
        }
        if (sums.isFull()) {
            send();
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (watermarkMillis == Long.MIN_VALUE
                || booking.periodOf(mark.getTimestamp() + 1) != booking.periodOf(watermarkMillis + 1)) {
            send();
        }
        watermarkMillis = mark.getTimestamp();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        send();
    }

    @Override
    public void finish() throws Exception {
        send();
        super.finish();
    }

    private void send() {
        sendCounts();
        sendQualities();
        names.trim();
    }

    private void sendQualities() {
        qualities.drain(names, observation -> output.collect(OBSERVATIONS, new StreamRecord<>(observation)));
    }

    private void sendCounts() {
        sums.drain(names, writer, usage -> output.collect(new StreamRecord<>(usage)));
    }
}

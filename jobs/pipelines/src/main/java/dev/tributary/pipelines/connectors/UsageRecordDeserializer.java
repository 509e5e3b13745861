package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tributary.pipelines.metering.UsageRecord;
import java.util.Iterator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Takes over a record of the usage log as it is. It refuses nothing and never throws; metering judges. */
final class UsageRecordDeserializer implements KafkaRecordDeserializationSchema<UsageRecord> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NO_VALUE = {};

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<UsageRecord> out) {
        Headers headers = record.headers();
        out.collect(new UsageRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                textOfOnly(headers, "gateway"),
                textOfOnly(headers, "sequence"),
                textOfOnly(headers, "signature"),
                headers.lastHeader("heartbeat") != null,
                record.value() == null ? NO_VALUE : record.value()));
    }

    @Override
    public TypeInformation<UsageRecord> getProducedType() {
        return TypeInformation.of(UsageRecord.class);
    }

    /** Null unless the header is there exactly once with a value: which of two was meant, nobody can tell. */
    private static @Nullable String textOfOnly(Headers headers, String name) {
        Iterator<Header> found = headers.headers(name).iterator();
        if (!found.hasNext()) {
            return null;
        }
        byte[] value = found.next().value();
        // One character per byte: whatever is not ASCII stays outside every form that a header may have.
        return value == null || found.hasNext() ? null : new String(value, ISO_8859_1);
    }
}

package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.AcceptedReport;
import dev.tributary.domain.usage.SequenceWindow;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What a checkpoint remembers of one gateway: the reports that were accepted last.
 *
 * @param partition of the usage log, in which all reports of the gateway lie
 * @param gateway 20-byte address, lower-case 0x form
 */
@TypeInfo(GatewayWindow.Type.class)
public record GatewayWindow(int partition, String gateway, SequenceWindow window) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<GatewayWindow> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state: 34 bytes a report, since sequences rise and each is written as what it is above the one before. */
    public static final class Serializer extends CompactSerializer<GatewayWindow> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(GatewayWindow.class, 1);
        }

        @Override
        protected void write(GatewayWindow value, CompactWriter out) {
            out.putUnsigned(value.partition());
            out.putText(value.gateway());
            List<AcceptedReport> accepted = value.window().accepted();
            out.putUnsigned(accepted.size());
            long before = 0;
            for (AcceptedReport report : accepted) {
                out.putUnsigned(report.sequence() - before);
                out.putBytes(report.contentHash());
                before = report.sequence();
            }
        }

        @Override
        protected GatewayWindow read(CompactReader in, TextTable texts) {
            int partition = (int) in.unsigned();
            String gateway = in.text(texts);
            int size = (int) in.unsigned();
            List<AcceptedReport> accepted = new ArrayList<>(size);
            long sequence = 0;
            for (int i = 0; i < size; i++) {
                sequence += in.unsigned();
                accepted.add(new AcceptedReport(sequence, in.byteArray()));
            }
            return new GatewayWindow(partition, gateway, new SequenceWindow(accepted));
        }
    }
}

package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The minutes of one model that the close of a period charged: one record for all of them, or a few when there are very
 * many payers.
 *
 * <p>Most minutes say of their token only that it is the one before:
 *
 * <pre>
 *  minute   0, or 1 and the token; index, payers, micro, meters, lines
 * </pre>
 *
 * @param minutes at least one, each once
 */
@TypeInfo(ChargedMinutes.Type.class)
public record ChargedMinutes(String model, long period, List<ChargedMinute> minutes) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<ChargedMinutes> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network. */
    public static final class Serializer extends CompactSerializer<ChargedMinutes> {
        private static final long serialVersionUID = 1L;
        private static final int SAME_TOKEN = 0;
        private static final int OTHER_TOKEN = 1;

        public Serializer() {
            super(ChargedMinutes.class, 1);
        }

        @Override
        protected void write(ChargedMinutes value, CompactWriter out) {
            out.putText(value.model);
            out.putSigned(value.period);
            out.putUnsigned(value.minutes.size());
            String token = "";
            for (ChargedMinute minute : value.minutes) {
                if (minute.token().equals(token)) {
                    out.putUnsigned(SAME_TOKEN);
                } else {
                    token = minute.token();
                    out.putUnsigned(OTHER_TOKEN);
                    out.putText(token);
                }
                out.putSigned(minute.minute());
                out.putUnsigned(minute.payers().size());
                minute.payers().forEach(out::putText);
                out.putInteger(minute.micro());
                out.putMeters(minute.meters());
                out.putUnsigned(minute.lines());
            }
        }

        @Override
        protected ChargedMinutes read(CompactReader in, TextTable texts) {
            return new ChargedMinutes(in.text(texts), in.signed(), minutes(in, texts));
        }

        private static List<ChargedMinute> minutes(CompactReader in, TextTable texts) {
            int size = (int) in.unsigned();
            List<ChargedMinute> minutes = new ArrayList<>(size);
            String token = "";
            for (int i = 0; i < size; i++) {
                if (in.unsigned() == OTHER_TOKEN) {
                    token = in.text(texts);
                }
                minutes.add(new ChargedMinute(
                        token, in.signed(), payers(in, texts), in.integer(), in.meters(), in.unsigned()));
            }
            return minutes;
        }

        private static List<String> payers(CompactReader in, TextTable texts) {
            int size = (int) in.unsigned();
            List<String> payers = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                payers.add(in.text(texts));
            }
            return payers;
        }
    }
}

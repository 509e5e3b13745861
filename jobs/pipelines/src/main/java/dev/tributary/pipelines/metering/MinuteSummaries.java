package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What is remembered of one model and the minutes of a period: they come and are forgotten together, so they are kept
 * together.
 *
 * @param minutes in their order, each once
 */
@TypeInfo(MinuteSummaries.Type.class)
public record MinuteSummaries(List<MinuteSummary> minutes) {
    static final MinuteSummaries NONE = new MinuteSummaries(List.of());

    /** @param added later than what is here */
    MinuteSummaries plus(Collection<MinuteSummary> added) {
        SortedMap<Long, MinuteSummary> all = new TreeMap<>();
        minutes.forEach(known -> all.put(known.minute(), known));
        added.forEach(part -> all.merge(part.minute(), part, MinuteSummary::plus));
        return new MinuteSummaries(List.copyOf(all.values()));
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<MinuteSummaries> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<MinuteSummaries> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(MinuteSummaries.class, 1);
        }

        @Override
        protected void write(MinuteSummaries value, CompactWriter out) {
            out.putUnsigned(value.minutes.size());
            MinuteSummary before = MinuteSummary.NONE;
            for (MinuteSummary minute : value.minutes) {
                minute.write(before, out);
                before = minute;
            }
        }

        @Override
        protected MinuteSummaries read(CompactReader in, TextTable texts) {
            int size = (int) in.unsigned();
            List<MinuteSummary> minutes = new ArrayList<>(size);
            MinuteSummary before = MinuteSummary.NONE;
            for (int i = 0; i < size; i++) {
                before = MinuteSummary.read(before, in, texts);
                minutes.add(before);
            }
            return new MinuteSummaries(minutes);
        }
    }
}

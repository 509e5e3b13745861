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
 * What one model earned in a period, before it is shared among its family.
 *
 * @param runs that earned anything, by minute
 * @param whole all of the period, with its usage
 */
@TypeInfo(FamilyRevenue.Type.class)
public record FamilyRevenue(ShareVector family, long period, String token, List<RevenueRun> runs, RevenueSum whole) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<FamilyRevenue> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network, should the one who shares not be chained to the one who knows. */
    public static final class Serializer extends CompactSerializer<FamilyRevenue> {
        private static final long serialVersionUID = 1L;
        private static final ShareVector.Serializer FAMILIES = new ShareVector.Serializer();
        private static final RevenueSum.Serializer SUMS = new RevenueSum.Serializer();

        public Serializer() {
            super(FamilyRevenue.class, 1);
        }

        @Override
        protected void write(FamilyRevenue value, CompactWriter out) {
            FAMILIES.write(value.family, out);
            out.putSigned(value.period);
            out.putText(value.token);
            out.putUnsigned(value.runs.size());
            for (RevenueRun run : value.runs) {
                out.putSigned(run.minute());
                out.putUnsigned(run.feePpm());
                out.putText(run.treasury());
                out.putInteger(run.micro());
            }
            SUMS.write(value.whole, out);
        }

        @Override
        protected FamilyRevenue read(CompactReader in, TextTable texts) {
            return new FamilyRevenue(
                    FAMILIES.read(in, texts), in.signed(), in.text(texts), runs(in, texts), SUMS.read(in, texts));
        }

        private static List<RevenueRun> runs(CompactReader in, TextTable texts) {
            int size = (int) in.unsigned();
            List<RevenueRun> runs = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                runs.add(new RevenueRun(in.signed(), in.unsigned(), in.text(texts), in.integer()));
            }
            return runs;
        }
    }
}

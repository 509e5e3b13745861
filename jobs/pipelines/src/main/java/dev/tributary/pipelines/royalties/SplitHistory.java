package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Split;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Who was behind one model, and since when.
 *
 * @param splits as {@link History} sorts them
 */
@TypeInfo(SplitHistory.Type.class)
public record SplitHistory(List<Dated<Split>> splits) {
    static final SplitHistory NONE = new SplitHistory(List.of());

    SplitHistory plus(Dated<Split> split) {
        return new SplitHistory(History.insert(splits, split));
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<SplitHistory> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<SplitHistory> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(SplitHistory.class, 1);
        }

        @Override
        protected void write(SplitHistory value, CompactWriter out) {
            out.putUnsigned(value.splits.size());
            for (Dated<Split> dated : value.splits) {
                out.putSigned(dated.timeMillis());
                out.putUnsigned(dated.ordinal());
                out.putUnsigned(dated.value().accounts().size());
                dated.value().accounts().forEach(out::putText);
                dated.value().basisPoints().forEach(out::putUnsigned);
            }
        }

        @Override
        protected SplitHistory read(CompactReader in, TextTable texts) {
            int size = (int) in.unsigned();
            List<Dated<Split>> splits = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                splits.add(new Dated<>(in.signed(), in.unsigned(), split(in, texts)));
            }
            return new SplitHistory(splits);
        }

        private static Split split(CompactReader in, TextTable texts) {
            int size = (int) in.unsigned();
            List<String> accounts = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                accounts.add(in.text(texts));
            }
            List<Integer> basisPoints = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                basisPoints.add((int) in.unsigned());
            }
            return new Split(accounts, basisPoints);
        }
    }
}

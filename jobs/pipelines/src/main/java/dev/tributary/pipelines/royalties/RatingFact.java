package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.metering.ModelUsage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/** What the rating of one model's usage depends on; exactly one part is not null. */
@TypeInfo(RatingFact.Type.class)
public record RatingFact(
        String model,
        @Nullable ModelUsage usage,
        @Nullable TermsChange terms,
        @Nullable PassChange pass) {

    static RatingFact of(ModelUsage usage) {
        return new RatingFact(usage.model(), usage, null, null);
    }

    static RatingFact of(TermsChange terms) {
        return new RatingFact(terms.model(), null, terms, null);
    }

    static RatingFact of(PassChange pass) {
        return new RatingFact(pass.model(), null, null, pass);
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<RatingFact> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network. */
    public static final class Serializer extends CompactSerializer<RatingFact> {
        private static final long serialVersionUID = 1L;

        private static final int USAGE = 0;
        private static final int TERMS = 1;
        private static final int PASS_ISSUED = 2;
        private static final int PASS_REVOKED = 3;

        public Serializer() {
            super(RatingFact.class, 1);
        }

        @Override
        protected void write(RatingFact fact, CompactWriter out) {
            out.putText(fact.model);
            if (fact.usage != null) {
                out.putUnsigned(USAGE);
                out.putBytes(fact.usage.packed());
            } else if (fact.terms != null) {
                out.putUnsigned(TERMS);
                write(fact.terms.terms(), out);
            } else if (fact.pass != null) {
                write(fact.pass, out);
            } else {
                throw new IllegalArgumentException("nothing is said of model " + fact.model);
            }
        }

        private static void write(Dated<Terms> terms, CompactWriter out) {
            out.putSigned(terms.timeMillis());
            out.putSigned(terms.ordinal());
            out.putText(terms.value().token());
            out.putUnsigned(terms.value().passRequired() ? 1 : 0);
            out.putUnsigned(terms.value().pricesPerMillion().size());
            terms.value().pricesPerMillion().forEach(out::putInteger);
        }

        private static void write(PassChange change, CompactWriter out) {
            Pass issued = change.issued();
            out.putUnsigned(issued != null ? PASS_ISSUED : PASS_REVOKED);
            out.putText(change.pass());
            out.putSigned(change.timeMillis());
            if (issued != null) {
                out.putText(issued.holder());
                out.putSigned(issued.issuedMillis());
                out.putSigned(issued.expiresMillis());
                out.putSigned(issued.revokedMillis());
            }
        }

        @Override
        protected RatingFact read(CompactReader in, TextTable texts) {
            String model = in.text(texts);
            int kind = (int) in.unsigned();
            return switch (kind) {
                case USAGE -> of(new ModelUsage(model, in.byteArray()));
                case TERMS -> of(new TermsChange(model, terms(in, texts)));
                case PASS_ISSUED, PASS_REVOKED -> of(pass(model, kind == PASS_ISSUED, in, texts));
                default -> throw new IllegalArgumentException("no such fact: " + kind);
            };
        }

        private static Dated<Terms> terms(CompactReader in, TextTable texts) {
            long timeMillis = in.signed();
            long ordinal = in.signed();
            String token = in.text(texts);
            boolean passRequired = in.unsigned() == 1;
            int size = (int) in.unsigned();
            List<BigInteger> prices = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                prices.add(in.integer());
            }
            return new Dated<>(timeMillis, ordinal, new Terms(token, prices, passRequired));
        }

        private static PassChange pass(String model, boolean issued, CompactReader in, TextTable texts) {
            String id = in.text(texts);
            long timeMillis = in.signed();
            Pass pass = issued ? new Pass(in.text(texts), in.signed(), in.signed(), in.signed()) : null;
            return new PassChange(model, id, pass, timeMillis);
        }
    }
}

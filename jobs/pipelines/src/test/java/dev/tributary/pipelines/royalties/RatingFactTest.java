package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.pipelines.metering.ModelUsage;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class RatingFactTest {
    private final TypeSerializer<RatingFact> serializer =
            TypeInformation.of(RatingFact.class).createSerializer(new SerializerConfigImpl());

    private RatingFact sent(RatingFact fact) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(fact, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }

    @Test
    void termsArriveAsTheyWereSentWhateverTheirPrices() throws Exception {
        BigInteger large = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
        List<BigInteger> prices = List.of(BigInteger.ZERO, large, BigInteger.valueOf(Long.MAX_VALUE), BigInteger.TEN);
        for (boolean passRequired : List.of(true, false)) {
            RatingFact fact = RatingFact.of(
                    new TermsChange("m", new Dated<>(Long.MAX_VALUE, 7, new Terms("t", prices, passRequired))));
            assertThat(sent(fact)).isEqualTo(fact);
        }
    }

    @Test
    void passesArriveAsTheyWereSent() throws Exception {
        Pass pass = new Pass("a", 5, Long.MAX_VALUE, 9);
        RatingFact issued = RatingFact.of(new PassChange("m", "17", pass, 5));
        RatingFact revoked = RatingFact.of(new PassChange("m", "17", null, 9));
        assertThat(sent(issued)).isEqualTo(issued);
        assertThat(sent(revoked)).isEqualTo(revoked);
    }

    @Test
    void usageArrivesAsItWasSent() throws Exception {
        byte[] packed = {1, -1, 0, 127, -128};
        RatingFact sent = sent(RatingFact.of(new ModelUsage("m", packed)));
        assertThat(sent.model()).isEqualTo("m");
        assertThat(Objects.requireNonNull(sent.usage()).model()).isEqualTo("m");
        assertThat(sent.usage().packed()).isEqualTo(packed);
        assertThat(sent.terms()).isNull();
        assertThat(sent.pass()).isNull();
    }

    @Test
    void aFactWithNothingInItIsNotSent() {
        assertThatThrownBy(() -> sent(new RatingFact("m", null, null, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("m");
    }
}

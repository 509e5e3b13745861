package dev.tributary.domain.royalty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.RejectReason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RefusalRuleTest {
    private static final RefusalRule RULE = new RefusalRule(true);
    private static final List<BigInteger> PRICES =
            List.of(BigInteger.ONE, BigInteger.ONE, BigInteger.ONE, BigInteger.ONE);
    private static final Terms OPEN = new Terms("t", PRICES, false);
    private static final Terms WITH_PASS = new Terms("t", PRICES, true);

    private record Reported(String gateway, String payer, String pass) implements RefusalRule.Usage {}

    /** Of gateway g, payer a and pass 7; remembers what it was asked for. */
    private static final class Chain implements RefusalRule.Known<RuntimeException> {
        private final List<Dated<Boolean>> authorised = new ArrayList<>();
        private final List<Dated<Boolean>> allowed = new ArrayList<>();
        private final List<String> asked = new ArrayList<>();
        private @Nullable Pass pass;

        static Chain thatPermits() {
            Chain chain = new Chain();
            chain.authorised.add(new Dated<>(0, 1, true));
            chain.allowed.add(new Dated<>(0, 2, true));
            chain.pass = Pass.issued("a", 0, Long.MAX_VALUE);
            return chain;
        }

        @Override
        public List<Dated<Boolean>> authorisations(String gateway) {
            asked.add(gateway);
            return gateway.equals("g") ? authorised : List.of();
        }

        @Override
        public List<Dated<Boolean>> allowances(String gateway, String payer) {
            asked.add(gateway + " " + payer);
            return gateway.equals("g") && payer.equals("a") ? allowed : List.of();
        }

        @Override
        public @Nullable Pass pass(String id) {
            asked.add(id);
            return id.equals("7") ? pass : null;
        }

        @Nullable
        RejectReason refusal(String gateway, String payer, String pass, @Nullable Terms terms, long atMillis) {
            asked.clear();
            return RULE.refusal(new Reported(gateway, payer, pass), terms, atMillis, this);
        }
    }

    @Test
    void theFirstReasonInTheProtocolIsGivenAndNothingBeyondItAskedFor() {
        Chain nothing = new Chain();
        assertThat(nothing.refusal("g", "a", "7", null, 5)).isEqualTo(RejectReason.MODEL_UNKNOWN);
        assertThat(nothing.asked).isEmpty();
        assertThat(nothing.refusal("g", "a", "7", WITH_PASS, 5)).isEqualTo(RejectReason.GATEWAY_UNAUTHORISED);
        assertThat(nothing.asked).containsExactly("g");
        nothing.authorised.add(new Dated<>(0, 1, true));
        assertThat(nothing.refusal("g", "a", "7", WITH_PASS, 5)).isEqualTo(RejectReason.GATEWAY_NOT_ALLOWED);
        assertThat(nothing.asked).containsExactly("g", "g a");
        nothing.allowed.add(new Dated<>(0, 2, true));
        assertThat(nothing.refusal("g", "a", "7", WITH_PASS, 5)).isEqualTo(RejectReason.PASS_INVALID);
        assertThat(nothing.asked).containsExactly("g", "g a", "7");
        nothing.pass = Pass.issued("a", 0, 6);
        assertThat(nothing.refusal("g", "a", "7", WITH_PASS, 5)).isNull();
        assertThat(nothing.refusal("g", "a", "", OPEN, 5)).isNull();
        assertThat(nothing.asked).containsExactly("g", "g a");
    }

    @Test
    void theAllowanceOfAPayerIsNoAuthorisationAndThatOfAnotherPayerNone() {
        Chain chain = Chain.thatPermits();
        assertThat(chain.refusal("g", "b", "", OPEN, 5)).isEqualTo(RejectReason.GATEWAY_NOT_ALLOWED);
        assertThat(chain.refusal("h", "a", "", OPEN, 5)).isEqualTo(RejectReason.GATEWAY_UNAUTHORISED);
        chain.authorised.clear();
        assertThat(chain.refusal("g", "a", "", OPEN, 5)).isEqualTo(RejectReason.GATEWAY_UNAUTHORISED);
    }

    @Test
    void aPermissionCountsFromItsTimeUntilThatOfItsEnd() {
        Chain chain = Chain.thatPermits();
        chain.authorised.clear();
        chain.authorised.add(new Dated<>(10, 3, true));
        chain.authorised.add(new Dated<>(20, 4, false));
        chain.authorised.add(new Dated<>(20, 5, true));
        chain.allowed.add(new Dated<>(20, 6, false));
        assertThat(chain.refusal("g", "a", "", OPEN, 9)).isEqualTo(RejectReason.GATEWAY_UNAUTHORISED);
        assertThat(chain.refusal("g", "a", "", OPEN, 10)).isNull();
        assertThat(chain.refusal("g", "a", "", OPEN, 19)).isNull();
        assertThat(chain.refusal("g", "a", "", OPEN, 20)).isEqualTo(RejectReason.GATEWAY_NOT_ALLOWED);
    }

    @Test
    void aPassIsAskedForWhereTheTermsRequireItOrOneIsCited() {
        Chain chain = Chain.thatPermits();
        chain.pass = Pass.issued("a", 2, 6);
        assertThat(chain.refusal("g", "a", "", WITH_PASS, 5)).isEqualTo(RejectReason.PASS_INVALID);
        for (Terms terms : List.of(OPEN, WITH_PASS)) {
            assertThat(chain.refusal("g", "a", "7", terms, 1)).isEqualTo(RejectReason.PASS_INVALID);
            assertThat(chain.refusal("g", "a", "7", terms, 2)).isNull();
            assertThat(chain.refusal("g", "a", "7", terms, 5)).isNull();
            assertThat(chain.refusal("g", "a", "7", terms, 6)).isEqualTo(RejectReason.PASS_INVALID);
            assertThat(chain.refusal("g", "a", "8", terms, 5)).isEqualTo(RejectReason.PASS_INVALID);
        }
        chain.pass = Pass.issued("b", 2, 6);
        assertThat(chain.refusal("g", "a", "7", OPEN, 5)).isEqualTo(RejectReason.PASS_INVALID);
        chain.pass = Pass.issued("a", 2, 6).revoked(4);
        assertThat(chain.refusal("g", "a", "7", OPEN, 3)).isNull();
        assertThat(chain.refusal("g", "a", "7", OPEN, 4)).isEqualTo(RejectReason.PASS_INVALID);
    }

    @Test
    void whereGatewaysAreNotCheckedTermsAndPassesStillAre() {
        Chain chain = new Chain();
        RefusalRule rule = new RefusalRule(false);
        assertThat(rule.refusal(new Reported("", "a", ""), null, 5, chain)).isEqualTo(RejectReason.MODEL_UNKNOWN);
        assertThat(rule.refusal(new Reported("", "a", ""), OPEN, 5, chain)).isNull();
        assertThat(rule.refusal(new Reported("", "a", "7"), OPEN, 5, chain)).isEqualTo(RejectReason.PASS_INVALID);
        assertThat(chain.asked).containsExactly("7");
    }
}

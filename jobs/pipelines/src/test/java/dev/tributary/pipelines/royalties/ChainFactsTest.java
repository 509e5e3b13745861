package dev.tributary.pipelines.royalties;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.royalty.Split;
import dev.tributary.pipelines.ChainLog;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the stages read out of events. */
final class ChainFactsTest {
    private static final String MODEL = ChainLog.model("m");

    private static ChainEvent last(ChainLog log) {
        return log.events().get(log.events().size() - 1);
    }

    @Test
    void termsTakeForceAtTheLaterOfTheirBlockAndTheirAnnouncement() {
        assertThat(terms(50, "70")).isEqualTo(70_000);
        assertThat(terms(50, "20")).isEqualTo(50_000);
    }

    @Test
    void aTimeBeyondEveryCalendarStopsAtTheLargestLong() {
        assertThat(terms(50, "18446744073709551615")).isEqualTo(Long.MAX_VALUE);
        assertThat(terms(50, "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(terms(Long.MAX_VALUE, "1")).isEqualTo(Long.MAX_VALUE);
    }

    private static long terms(long blockSeconds, String effectiveAt) {
        ChainEvent event = last(new ChainLog().terms(blockSeconds, "m", ChainLog.TOKEN, 3, 0));
        ChainEvent changed = new ChainEvent(
                event.chainId(),
                event.ordinal(),
                event.blockNumber(),
                event.blockHash(),
                event.blockTimestampSeconds(),
                event.transaction(),
                event.logIndex(),
                event.contract(),
                event.address(),
                event.event(),
                event.args().replace("\"effectiveAt\":\"0\"", "\"effectiveAt\":\"" + effectiveAt + "\""));
        TermsChange change = requireNonNull(TermsChange.read(changed));
        return change.terms().timeMillis();
    }

    @Test
    void aSaleGivesTheWholeSplitToTheNewOwnerAndAMintDoesNot() {
        String buyer = ChainLog.address("buyer");
        SplitChange sale =
                requireNonNull(SplitChange.read(last(new ChainLog().transfer(5, "m", ChainLog.owner("m"), buyer))));
        assertThat(sale.model()).isEqualTo(MODEL);
        assertThat(sale.split().value()).isEqualTo(Split.wholeTo(buyer));
        assertThat(SplitChange.read(last(new ChainLog().transfer(5, "m", "0x" + "0".repeat(40), buyer))))
                .isNull();
    }

    @Test
    void aModelIdWithLeadingZerosIsReadBackFromItsTokenId() {
        ChainEvent event = new ChainLog()
                .add(
                        1,
                        "ModelRegistry",
                        ChainLog.REGISTRY,
                        "Transfer",
                        "{\"from\":\"%s\",\"to\":\"%s\",\"tokenId\":\"258\"}"
                                .formatted(ChainLog.address("a"), ChainLog.address("b")))
                .events()
                .get(0);
        OwnerChange change = requireNonNull(OwnerChange.read(event));
        assertThat(change.model()).isEqualTo("0x" + "0".repeat(61) + "102");
    }

    @Test
    void anEventOfAnotherContractWithTheSameNameIsNotOurs() {
        ChainEvent event = new ChainLog()
                .add(1, "AccessPass", ChainLog.address("passes"), "Transfer", "{}")
                .events()
                .get(0);
        assertThat(SplitChange.read(event)).isNull();
    }

    @Test
    void argumentsOfAnotherFormHalt() {
        List<String> broken = List.of(
                "{}",
                "{\"modelId\":\"0x12\",\"accounts\":[],\"basisPoints\":[]}",
                "{\"modelId\":\"%s\",\"accounts\":[\"%s\"],\"basisPoints\":[9999]}"
                        .formatted(MODEL, ChainLog.address("a")),
                "{\"modelId\":\"%s\",\"accounts\":[\"%s\"],\"basisPoints\":[99999999999999]}"
                        .formatted(MODEL, ChainLog.address("a")));
        for (String args : broken) {
            ChainEvent event = new ChainLog()
                    .add(1, "ModelRegistry", ChainLog.REGISTRY, "SplitChanged", args)
                    .events()
                    .get(0);
            assertThatThrownBy(() -> SplitChange.read(event))
                    .rootCause()
                    .hasMessageStartingWith("CHAIN_RECORD_MALFORMED");
        }
    }
}

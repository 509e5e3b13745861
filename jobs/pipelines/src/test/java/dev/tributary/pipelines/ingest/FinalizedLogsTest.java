package dev.tributary.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.EventDecoder;
import dev.tributary.chain.EvmLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class FinalizedLogsTest {
    private final ScriptedChain chain = new ScriptedChain();
    private final FinalizedLogs logs = new FinalizedLogs(chain, EventDecoder.of(ScriptedChain.DEPLOYMENT));

    @Test
    void eventsAreNumberedDenselyAcrossBlocksAndFollowedByTheFinalBlock() {
        chain.block(2).block(0).block(1).block(0);
        FinalizedLogs.Fetched fetched = logs.read(EvmLogSplit.startingAt(0), 100);
        assertThat(events(fetched))
                .extracting(ChainEvent::event, ChainEvent::ordinal, ChainEvent::blockNumber, ChainEvent::logIndex)
                .containsExactly(
                        tuple("TokenAdded", 1L, 1L, 0),
                        tuple("TokenAdded", 2L, 1L, 2),
                        tuple("TokenAdded", 3L, 3L, 0),
                        tuple("BlockFinalized", 3L, 4L, -1));
        assertThat(fetched.hasMore()).isFalse();
    }

    @Test
    void theEventsOfABlockAreOneStep() {
        chain.block(1_000).block(1);
        List<EvmLogStep> steps = logs.read(EvmLogSplit.startingAt(0), 100).steps();
        assertThat(steps).extracting(step -> step.events().size()).containsExactly(1_000, 1, 1);
        assertThat(steps.get(0).after())
                .isEqualTo(new EvmLogSplit(2, chain.blocks.get(1).hash(), 1_000));
    }

    @Test
    void readingOnInRangesOfAnySizeGivesTheSameEvents() {
        for (int block = 0; block < 20; block++) {
            chain.block(block % 3);
        }
        List<ChainEvent> atOnce = contractEvents(20);
        for (int mostBlocks = 1; mostBlocks < 20; mostBlocks++) {
            assertThat(contractEvents(mostBlocks)).isEqualTo(atOnce);
        }
        assertThat(atOnce).extracting(ChainEvent::ordinal).containsExactlyElementsOf(ordinals(19));
    }

    @Test
    void everyPollOfTheSameHeadIsNewsAgain() {
        chain.block(1);
        EvmLogSplit read = after(logs.read(EvmLogSplit.startingAt(0), 100));
        FinalizedLogs.Fetched again = logs.read(read, 100);
        assertThat(events(again)).extracting(ChainEvent::event).containsExactly(ChainEvent.BLOCK_FINALIZED);
        assertThat(after(again)).isEqualTo(read);
    }

    @Test
    void nothingIsReadBeforeTheFirstBlockIsFinal() {
        chain.block(1);
        assertThat(logs.read(EvmLogSplit.startingAt(2), 100).steps()).isEmpty();
        chain.block(1);
        assertThat(events(logs.read(EvmLogSplit.startingAt(2), 100)))
                .extracting(ChainEvent::blockNumber)
                .containsExactly(2L, 2L);
    }

    @Test
    void aNodeThatLagsBehindIsWaitedFor() {
        chain.block(1).block(1).block(1);
        EvmLogSplit read = after(logs.read(EvmLogSplit.startingAt(0), 100));
        chain.rewind(1);
        assertThat(logs.read(read, 100).steps()).isEmpty();
    }

    @Test
    void aReadBlockWithAnotherHashHalts() {
        chain.block(1).block(1);
        EvmLogSplit read = after(logs.read(EvmLogSplit.startingAt(0), 100));
        chain.rewind(1).block(1, "fork");
        assertHalts(read);
        chain.block(1);
        assertHalts(read);
    }

    private void assertHalts(EvmLogSplit read) {
        assertThatThrownBy(() -> logs.read(read, 100))
                .isInstanceOf(IngestHaltedException.class)
                .hasMessageStartingWith("INGEST_FINALIZED_BLOCK_CHANGED: block 2 ")
                .hasMessageContaining(ScriptedChain.hash("main2"))
                .hasMessageContaining(ScriptedChain.hash("fork2"));
    }

    @Test
    void headersThatAreNotLinkedAreNotUsed() {
        chain.block(0).block(0).block(0);
        BlockHeader second = chain.blocks.get(2);
        chain.blocks.set(2, withHash(second, ScriptedChain.hash("other")));
        assertInconsistent();
    }

    @Test
    void logsThatTheHeadersDoNotProveAreNotUsed() {
        chain.block(1).block(2);
        EvmLog first = chain.logs.get(0);
        assertInconsistent(answer -> replaced(answer, withHash(first, ScriptedChain.hash("other"))));
        assertInconsistent(answer -> replaced(answer, ScriptedChain.log(withNumber(chain.blocks.get(1), 7), 0)));
        assertInconsistent(answer -> List.of(first, first));
        assertInconsistent(answer -> replaced(answer, withAddress(first, "0x" + "ff".repeat(20))));
        assertInconsistent(answer -> List.of(chain.logs.get(2), chain.logs.get(1)));
        chain.answeredLogs = UnaryOperator.identity();
        assertThat(events(logs.read(EvmLogSplit.startingAt(0), 100))).hasSize(4);
    }

    private void assertInconsistent(UnaryOperator<List<EvmLog>> answer) {
        chain.answeredLogs = answer;
        assertInconsistent();
    }

    private void assertInconsistent() {
        assertThatThrownBy(() -> logs.read(EvmLogSplit.startingAt(0), 100))
                .isInstanceOf(InconsistentAnswerException.class);
    }

    private List<ChainEvent> contractEvents(int mostBlocks) {
        List<ChainEvent> events = new ArrayList<>();
        EvmLogSplit position = EvmLogSplit.startingAt(0);
        FinalizedLogs.Fetched fetched;
        do {
            fetched = logs.read(position, mostBlocks);
            position = after(fetched);
            events.addAll(events(fetched));
        } while (fetched.hasMore());
        events.removeIf(ChainEvent::isBlockFinalized);
        return events;
    }

    private static List<ChainEvent> events(FinalizedLogs.Fetched fetched) {
        return fetched.steps().stream().flatMap(step -> step.events().stream()).toList();
    }

    private static EvmLogSplit after(FinalizedLogs.Fetched fetched) {
        return fetched.steps().get(fetched.steps().size() - 1).after();
    }

    private static List<Long> ordinals(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    private static List<EvmLog> replaced(List<EvmLog> logs, EvmLog first) {
        List<EvmLog> replaced = new ArrayList<>(logs);
        replaced.set(0, first);
        return replaced;
    }

    private static EvmLog withHash(EvmLog log, String hash) {
        return new EvmLog(
                log.blockNumber(), hash, log.transaction(), log.logIndex(), log.address(), log.topics(), log.payload());
    }

    private static EvmLog withAddress(EvmLog log, String address) {
        return new EvmLog(
                log.blockNumber(),
                log.blockHash(),
                log.transaction(),
                log.logIndex(),
                address,
                log.topics(),
                log.payload());
    }

    private static BlockHeader withHash(BlockHeader header, String hash) {
        return new BlockHeader(
                header.number(), hash, header.parentHash(), header.timestampSeconds(), "0x", header.baseFeeWei());
    }

    private static BlockHeader withNumber(BlockHeader header, long number) {
        return new BlockHeader(
                number, header.hash(), header.parentHash(), header.timestampSeconds(), "0x", header.baseFeeWei());
    }
}

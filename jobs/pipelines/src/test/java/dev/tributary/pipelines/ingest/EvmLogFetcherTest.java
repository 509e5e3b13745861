package dev.tributary.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.EventDecoder;
import dev.tributary.chain.EventDecodingException;
import dev.tributary.chain.EvmLog;
import dev.tributary.pipelines.IngestMetric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EvmLogFetcherTest {
    private final ScriptedChain chain = new ScriptedChain();
    private final MetricListener metrics = new MetricListener();
    private final EvmLogFetcher fetcher = new EvmLogFetcher(
            chain,
            EventDecoder.of(ScriptedChain.DEPLOYMENT),
            new EvmLogPace(1, 2),
            IngestMetrics.register(metrics.getMetricGroup()));

    @BeforeEach
    void assignTheSplit() {
        fetcher.handleSplitsChanges(new SplitsAddition<>(List.of(EvmLogSplit.startingAt(0))));
    }

    @Test
    void itReadsOnWhereItStopped() {
        chain.block(1).block(2).block(1).block(1);
        List<ChainEvent> events = new ArrayList<>();
        while (events.stream().filter(ChainEvent::isBlockFinalized).count() < 3) {
            events.addAll(fetched());
        }
        events.removeIf(ChainEvent::isBlockFinalized);
        assertThat(events).extracting(ChainEvent::ordinal).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(chain.requests)
                .containsExactly("headers 0..1", "logs 0..1", "headers 1..3", "logs 2..3", "headers 3..4", "logs 4..4");
    }

    @Test
    void anAnswerThatDoesNotFitIsAskedForAgainAndNothingIsSkipped() {
        chain.block(1).block(1);
        EvmLog elsewhere =
                ScriptedChain.log(new ScriptedChain().block(0, "fork").blocks.get(1), 0);
        chain.answeredLogs = answer -> List.of(elsewhere);
        assertThat(fetched()).isEmpty();
        assertThat(count(IngestMetric.FAILED_READS)).isEqualTo(1);
        assertThat(count(IngestMetric.RPC_DISAGREEMENTS)).isEqualTo(1);
        chain.answeredLogs = answer -> answer;
        assertThat(fetched()).extracting(ChainEvent::ordinal).containsExactly(1L, 1L);
        assertThat(count(IngestMetric.FAILED_READS)).isEqualTo(1);
    }

    @Test
    void whatIsLeftToReadIsShownWithTheTimeThatWasReached() {
        chain.block(1).block(2).block(1).block(1);
        fetched();
        assertThat(value(IngestMetric.FINALIZED_HEAD)).isEqualTo(4);
        assertThat(value(IngestMetric.LAST_READ)).isEqualTo(1);
        assertThat(value(IngestMetric.LAG)).isEqualTo(3);
        assertThat(value(IngestMetric.LAST_READ_TIME))
                .isEqualTo(chain.blocks.get(1).timestampSeconds());
        // The newest block is asked for at the end of the finalized ones alone.
        assertThat(value(IngestMetric.HEAD)).isZero();
        fetched();
        fetched();
        assertThat(value(IngestMetric.LAG)).isZero();
        assertThat(value(IngestMetric.LAST_ORDINAL)).isEqualTo(5);
        assertThat(value(IngestMetric.HEAD)).isEqualTo(4);
    }

    @Test
    void aChangedFinalBlockIsNotRetriedByAnyRestartStrategy() {
        chain.block(1);
        fetched();
        chain.rewind(1).block(1, "fork");
        assertThatThrownBy(fetcher::fetch)
                .isInstanceOf(SuppressRestartsException.class)
                .hasCauseInstanceOf(IngestHaltedException.class);
    }

    @Test
    void aLogOutsideTheAbiHalts() {
        chain.block(1);
        chain.answeredLogs = answer -> answer.stream()
                .map(log -> new EvmLog(
                        log.blockNumber(),
                        log.blockHash(),
                        log.transaction(),
                        log.logIndex(),
                        log.address(),
                        List.of(ScriptedChain.hash("Unknown()")),
                        "0x"))
                .toList();
        assertThatThrownBy(fetcher::fetch)
                .isInstanceOf(SuppressRestartsException.class)
                .hasCauseInstanceOf(EventDecodingException.class);
    }

    @Test
    void aWakeUpEndsTheWaitBetweenPolls() {
        EvmLogFetcher patient = new EvmLogFetcher(
                chain,
                EventDecoder.of(ScriptedChain.DEPLOYMENT),
                new EvmLogPace(Duration.ofHours(1).toMillis(), 100),
                IngestMetrics.register(new UnregisteredMetricsGroup()));
        patient.handleSplitsChanges(new SplitsAddition<>(List.of(EvmLogSplit.startingAt(0))));
        chain.block(1);
        assertThat(events(patient.fetch())).hasSize(2);
        patient.wakeUp();
        assertThat(events(patient.fetch())).isEmpty();
    }

    private long count(IngestMetric metric) {
        return metrics.getCounter(IngestMetric.groupName(), metric.flinkName())
                .orElseThrow()
                .getCount();
    }

    private long value(IngestMetric metric) {
        return metrics.<Long>getGauge(IngestMetric.groupName(), metric.flinkName())
                .map(Gauge::getValue)
                .orElseThrow();
    }

    private List<ChainEvent> fetched() {
        return events(fetcher.fetch());
    }

    private static List<ChainEvent> events(RecordsWithSplitIds<EvmLogStep> records) {
        List<ChainEvent> events = new ArrayList<>();
        while (records.nextSplit() != null) {
            for (EvmLogStep step = records.nextRecordFromSplit(); step != null; step = records.nextRecordFromSplit()) {
                events.addAll(step.events());
            }
        }
        return events;
    }
}

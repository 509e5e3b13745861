package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventFormatException;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.pipelines.RoyaltyMetric;
import dev.tributary.pipelines.SettlementHalted;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the chain's log in the order of its ordinals, at parallelism 1. What is known is dropped; what is ahead is
 * ignored with an alarm, since it will be sent again. A record that is malformed, of another chain, or of a block that
 * changed halts settlement, and so does state that was made under other rules. Events of contracts that are not ours are passed over after their ordinal is accepted.
 */
final class AcceptChainEvents extends ProcessFunction<ChainRecord, ChainEvent> implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AcceptChainEvents.class);

    private final VaultRules rules;
    private final ContractAddresses contracts;

    @SuppressWarnings("NullAway.Init") // by initializeState, which runs before open
    private transient ListState<ChainProgress> checkpointed;

    @SuppressWarnings("NullAway.Init") // by initializeState, which runs before open
    private transient ListState<VaultRules> checkpointedRules;

    @SuppressWarnings("NullAway.Init") // by initializeState, which runs before open
    private transient ChainProgress progress;

    private transient Counter aheadRecords;
    private transient volatile long finalizedSeconds;

    AcceptChainEvents(VaultRules rules, ContractAddresses contracts) {
        this.rules = rules;
        this.contracts = contracts;
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        aheadRecords = metrics.counter(RoyaltyMetric.CHAIN_AHEAD_RECORDS.flinkName());
        finalizedSeconds = Math.max(0, progress.finalizedSeconds());
        metrics.gauge(RoyaltyMetric.CHAIN_TIME.flinkName(), (Gauge<Long>) () -> finalizedSeconds);
    }

    @Override
    public void processElement(ChainRecord record, Context context, Collector<ChainEvent> out) {
        ChainEvent event = read(record);
        ChainProgress.Place place = progress.placeOf(event);
        if (place == ChainProgress.Place.AHEAD) {
            aheadRecords.inc();
            LOG.warn(
                    "CHAIN_LOG_AHEAD: ignored {} with ordinal {} of block {} at offset {}: the last accepted is {};"
                            + " it will be sent again",
                    event.event(),
                    event.ordinal(),
                    event.blockNumber(),
                    record.offset(),
                    progress.ordinal());
            return;
        }
        progress.checkBlock(event);
        if (place == ChainProgress.Place.KNOWN) {
            return;
        }
        progress = progress.accept(event);
        finalizedSeconds = Math.max(0, progress.finalizedSeconds());
        if (contracts.trust(event)) {
            out.collect(event);
        }
    }

    private ChainEvent read(ChainRecord record) {
        ChainEvent event;
        try {
            event = ChainEventJson.read(record.value());
        } catch (ChainEventFormatException e) {
            throw SettlementHalted.because(
                    "CHAIN_RECORD_MALFORMED",
                    "the chain log's record at offset " + record.offset() + " cannot be read: " + e.getMessage()
                            + ". Find out who wrote it; only the chain ingestion may write this topic.");
        }
        if (event.chainId() != rules.chainId()) {
            throw SettlementHalted.because(
                    "CHAIN_ID_MISMATCH",
                    "the chain log's record at offset " + record.offset() + " is of chain " + event.chainId()
                            + ", this job settles chain " + rules.chainId()
                            + ". Point the job at the log of its own chain.");
        }
        return event;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        checkpointed = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("accepted-chain-log", TypeInformation.of(ChainProgress.class)));
        checkpointedRules = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("rules-of-the-vault", TypeInformation.of(VaultRules.class)));
        for (VaultRules restored : checkpointedRules.get()) {
            rules.requireSameAs(restored);
        }
        progress = ChainProgress.START;
        for (ChainProgress restored : checkpointed.get()) {
            progress = restored;
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        checkpointed.clear();
        checkpointed.add(progress);
        checkpointedRules.update(List.of(rules));
    }
}

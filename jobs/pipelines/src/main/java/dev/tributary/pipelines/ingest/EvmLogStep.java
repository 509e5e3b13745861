package dev.tributary.pipelines.ingest;

import dev.tributary.chain.ChainEvent;
import java.util.List;

/** Events that are given out together, and the position behind them: a checkpoint never falls in between. */
record EvmLogStep(List<ChainEvent> events, EvmLogSplit after) {}

package dev.tributary.pipelines.ingest;

/** @param assigned whether a reader holds the split, and with it the position in the chain */
record EvmLogEnumeratorState(boolean assigned) {}

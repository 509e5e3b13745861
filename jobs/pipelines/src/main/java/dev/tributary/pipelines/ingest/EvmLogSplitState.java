package dev.tributary.pipelines.ingest;

/** The split as far as it has been given out; what a checkpoint keeps. */
final class EvmLogSplitState {
    private EvmLogSplit given;

    EvmLogSplitState(EvmLogSplit given) {
        this.given = given;
    }

    void advance(EvmLogSplit next) {
        given = next;
    }

    EvmLogSplit toSplit() {
        return given;
    }
}

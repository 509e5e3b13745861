package dev.tributary.settlement.run;

import dev.tributary.settlement.Problem;

/** What keeps a run from signing that is no fault of a batch; nothing is stored, so it ends with its cause. */
public record Hold(Problem problem, String message) {}

package dev.tributary.settlement.run;

import dev.tributary.settlement.Problem;

/** A limit that keeps a run from signing; nothing is stored, so it ends with its cause. */
public record Hold(Problem problem, String message) {}

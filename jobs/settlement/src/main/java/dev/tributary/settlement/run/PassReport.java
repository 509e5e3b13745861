package dev.tributary.settlement.run;

import dev.tributary.settlement.rules.Batch;
import java.util.List;

/**
 * What one pass did and what it left.
 *
 * @param changes what was done, in order, for people
 * @param notices what waits for something, for people
 * @param holds limits that keep the run from signing
 * @param batches batches that can still change and the newest final one, by epoch
 */
public record PassReport(List<String> changes, List<String> notices, List<Hold> holds, List<Batch> batches) {}

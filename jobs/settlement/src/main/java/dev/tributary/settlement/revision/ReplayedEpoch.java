package dev.tributary.settlement.revision;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import java.util.List;

/**
 * An epoch as a replay gave it; its lines are those that its header was made of.
 *
 * @param positions what is not paid out after it
 */
record ReplayedEpoch(BatchHeader header, List<AccountLine> lines, Positions positions) {}

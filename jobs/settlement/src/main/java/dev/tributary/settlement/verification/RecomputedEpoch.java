package dev.tributary.settlement.verification;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.settlement.proving.Standing;
import java.util.List;

/**
 * An epoch as the two logs give it.
 *
 * @param lines by token and account
 * @param standing of all accounts after it
 */
record RecomputedEpoch(BatchHeader header, List<AccountLine> lines, Standing standing) {}

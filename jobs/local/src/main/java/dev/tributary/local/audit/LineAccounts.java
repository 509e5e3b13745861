package dev.tributary.local.audit;

import java.util.SortedMap;

/**
 * Where the reported lines went: {@code reported = counted + duplicate + the rejected + pending}.
 *
 * @param rejected lines by reason code; a reason with refused reports only stands for 0 lines
 * @param refusals by reason code: whole reports, single lines, or buckets of usage refused at a close
 * @param pending lines of periods that are not closed
 */
public record LineAccounts(
        long reported,
        long counted,
        long duplicate,
        SortedMap<String, Long> rejected,
        SortedMap<String, Long> refusals,
        long pending) {}

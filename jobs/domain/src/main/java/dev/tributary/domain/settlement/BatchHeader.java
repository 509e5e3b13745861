package dev.tributary.domain.settlement;

import java.util.List;
import java.util.Map;

/**
 * The seal of a period: what its lines must add up to, and where in the two logs the period ended.
 *
 * @param vault the contract that the epoch is settled in
 * @param epoch 1, 2, 3 ... over the periods with lines
 * @param periodEndMillis exclusive
 * @param linesHash {@link LinesDigest} of the lines
 * @param tokens sorted by token
 * @param firstOffsetsAfter per usage partition the first offset that could not be booked in the period any more; -1
 *     where the log ended before
 * @param firstFinalizedBlockAfter number of the first finalized block at or after the end; -1 where the log ended before
 */
public record BatchHeader(
        long chainId,
        String vault,
        long epoch,
        long periodStartMillis,
        long periodEndMillis,
        long lineCount,
        String linesHash,
        List<TokenTotals> tokens,
        List<Long> firstOffsetsAfter,
        long firstFinalizedBlockAfter) {

    public String toCanonicalJson() {
        return CanonicalJson.write(Map.of(
                "chainId", chainId,
                "vault", vault,
                "epoch", epoch,
                "periodStartMillis", periodStartMillis,
                "periodEndMillis", periodEndMillis,
                "lineCount", lineCount,
                "linesHash", linesHash,
                "tokens", tokens.stream().map(BatchHeader::fields).toList(),
                "firstOffsetsAfter", firstOffsetsAfter,
                "firstFinalizedBlockAfter", firstFinalizedBlockAfter));
    }

    private static Map<String, Object> fields(TokenTotals totals) {
        return Map.ofEntries(
                Map.entry("token", totals.token()),
                Map.entry("linesNumerator", totals.linesNumerator()),
                Map.entry("revenueMicro", totals.revenueMicro()),
                Map.entry("feeNumerator", totals.feeNumerator()),
                Map.entry("royaltiesNumerator", totals.royaltiesNumerator()),
                Map.entry("unfundedMicro", totals.unfundedMicro()),
                Map.entry("voidMicro", totals.voidMicro()),
                Map.entry("writtenOffMicro", totals.writtenOffMicro()),
                Map.entry("saleMicro", totals.saleMicro()),
                Map.entry("withdrawnMicro", totals.withdrawnMicro()),
                Map.entry("receivedMicro", totals.receivedMicro()),
                Map.entry("balancesMicro", totals.balancesMicro()),
                Map.entry("suspenseNumerator", totals.suspenseNumerator()));
    }
}

package dev.tributary.domain.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What is proposed with a root (protocol, "Batch manifest"): enough for anyone to recompute the epoch from the two logs
 * and get the same bytes.
 *
 * @param header the seal of the epoch's period
 * @param rulesVersion of the rules that made the lines
 * @param previousRoot last root accepted before this epoch
 * @param cumulativeTotals per token the sum of all published cumulative amounts, base units
 * @param residualNumerators per token the sum of the fractional parts of all accounts, 10^-24 base units
 */
public record Manifest(
        BatchHeader header,
        String rulesVersion,
        String previousRoot,
        String root,
        SortedMap<String, BigInteger> cumulativeTotals,
        SortedMap<String, BigInteger> residualNumerators) {

    public String canonicalJson() {
        return CanonicalJson.write(Map.ofEntries(
                Map.entry("chainId", header.chainId()),
                Map.entry("vault", header.vault()),
                Map.entry("epoch", header.epoch()),
                Map.entry(
                        "periodStart",
                        Instant.ofEpochMilli(header.periodStartMillis()).toString()),
                Map.entry(
                        "periodEnd",
                        Instant.ofEpochMilli(header.periodEndMillis()).toString()),
                Map.entry("rulesVersion", rulesVersion),
                Map.entry("firstOffsetsAfter", header.firstOffsetsAfter()),
                Map.entry("firstFinalizedBlockAfter", header.firstFinalizedBlockAfter()),
                Map.entry("previousRoot", previousRoot),
                Map.entry("root", root),
                Map.entry("cumulativeTotals", cumulativeTotals),
                Map.entry("lineCount", header.lineCount()),
                Map.entry("linesHash", header.linesHash()),
                Map.entry("totals", totals())));
    }

    /** Goes on chain with the root. */
    public String hash() {
        return Hex.of(Keccak.hash(canonicalJson().getBytes(UTF_8)));
    }

    private List<Map<String, Object>> totals() {
        return header.tokens().stream().map(this::totals).toList();
    }

    private Map<String, Object> totals(TokenTotals of) {
        return Map.ofEntries(
                Map.entry("token", of.token()),
                Map.entry("revenueMicro", of.revenueMicro()),
                Map.entry("feesNumerator", of.feeNumerator()),
                Map.entry("royaltiesNumerator", of.royaltiesNumerator()),
                Map.entry("salesMicro", of.saleMicro()),
                Map.entry("withdrawnMicro", of.withdrawnMicro()),
                Map.entry("unfundedMicro", of.unfundedMicro()),
                Map.entry("voidMicro", of.voidMicro()),
                Map.entry("writtenOffMicro", of.writtenOffMicro()),
                Map.entry("balancesMicro", of.balancesMicro()),
                Map.entry("suspenseNumerator", of.suspenseNumerator()),
                Map.entry("residualNumerator", residualNumerators.getOrDefault(of.token(), BigInteger.ZERO)));
    }
}

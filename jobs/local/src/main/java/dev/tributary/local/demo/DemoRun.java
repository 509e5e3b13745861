package dev.tributary.local.demo;

import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.simulation.ExpectedRevenue;
import dev.tributary.local.simulation.SentLines;
import dev.tributary.local.simulation.UsagePlan;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * All that a finished run left to look at.
 *
 * @param lines what the tables say of lines, by name
 * @param headers canonical JSON of the sealed headers, by epoch
 * @param earnedNumerators 10^-24 base units by account, over all sealed batches
 * @param market what is left of verification and sales
 * @param trafficMillis from the first line reported to the last
 * @param settledMillis from the first line reported to the last root accepted
 */
record DemoRun(
        DemoOptions options,
        UsagePlan plan,
        ExpectedRevenue expected,
        SentLines sent,
        MarketplaceDeployment deployment,
        Map<String, Long> lines,
        LedgerView.Epochs epochs,
        List<String> headers,
        Map<String, LedgerView.ModelUsage> own,
        Map<String, LedgerView.ModelUsage> downstream,
        Map<String, BigInteger> earnedNumerators,
        int leaves,
        Claims claims,
        BigInteger claimedByLog,
        AuditResult audit,
        VaultFacts vault,
        MarketFacts market,
        long trafficMillis,
        long settledMillis) {

    /**
     * What the vault itself says in the end.
     *
     * @param balance what the token contract says it holds
     */
    record VaultFacts(
            long acceptedEpoch,
            String acceptedRoot,
            BigInteger received,
            BigInteger acceptedTotal,
            BigInteger claimedTotal,
            BigInteger balance) {}
}

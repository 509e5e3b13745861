package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.BookingRule;

/**
 * What the royalty stages go by.
 *
 * @param contracts whose events count
 * @param usagePartitions of the usage topic
 * @param checkGateways whether a gateway must be authorised by the registry and allowed by the payer
 */
public record StageRules(
        long chainId,
        ContractAddresses contracts,
        BookingRule booking,
        FundingSettings funding,
        int usagePartitions,
        boolean checkGateways) {

    VaultRules ofVault() {
        return VaultRules.of(chainId, contracts.royaltyVault(), booking, usagePartitions, funding);
    }
}

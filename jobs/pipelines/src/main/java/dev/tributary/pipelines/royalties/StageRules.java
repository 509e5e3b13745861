package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.BookingRule;

/**
 * What the royalty stages go by.
 *
 * @param contracts whose events count
 * @param checkGateways whether a gateway must be authorised by the registry and allowed by the payer
 */
public record StageRules(
        long chainId,
        ContractAddresses contracts,
        BookingRule booking,
        FundingSettings funding,
        boolean checkGateways) {}

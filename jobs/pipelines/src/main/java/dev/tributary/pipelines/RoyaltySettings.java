package dev.tributary.pipelines;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.metering.MeteringSettings;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.pipelines.royalties.FundingSettings;
import dev.tributary.pipelines.royalties.StageRules;

/**
 * The rules of one deployment, the same for the job, a replay and tests.
 *
 * @param chainId the chain whose log is accepted and in whose domain reports are signed
 * @param contracts whose events count; the vault is the one that epochs are numbered for
 * @param booking grain, period and grace
 * @param usageTopic name of the usage topic, cited in rejected records
 * @param usagePartitions the fixed number of its partitions
 * @param funding how charges are covered
 * @param checkSignatures false only for synthetic logs
 * @param checkGateways false only for synthetic logs: gateways need neither be authorised nor allowed
 */
public record RoyaltySettings(
        long chainId,
        ContractAddresses contracts,
        BookingRule booking,
        String usageTopic,
        int usagePartitions,
        FundingSettings funding,
        boolean checkSignatures,
        boolean checkGateways) {

    public RoyaltySettings {
        String vault = contracts.royaltyVault();
        if (!vault.isEmpty() && !Hex.isAddress(vault)) {
            throw new IllegalArgumentException(
                    "the royalty vault must be a lower-case 0x address, or empty for any, is '" + vault + "'");
        }
    }

    /** With this gateway registry where none is named: the one whose domain reports are signed in. */
    public RoyaltySettings signedFor(String gatewayRegistry) {
        if (!contracts.gatewayRegistry().isEmpty()) {
            return this;
        }
        return new RoyaltySettings(
                chainId,
                new ContractAddresses(
                        contracts.modelRegistry(),
                        gatewayRegistry,
                        contracts.royaltyVault(),
                        contracts.accessPass(),
                        contracts.verificationOracle(),
                        contracts.marketplace()),
                booking,
                usageTopic,
                usagePartitions,
                funding,
                checkSignatures,
                checkGateways);
    }

    StageRules stages() {
        return new StageRules(chainId, contracts, booking, funding, usagePartitions, checkGateways);
    }

    MeteringSettings metering() {
        return new MeteringSettings(
                usageTopic,
                usagePartitions,
                chainId,
                contracts.gatewayRegistry(),
                booking.grainMillis(),
                booking.periodMillis(),
                booking.graceMillis(),
                checkSignatures);
    }
}

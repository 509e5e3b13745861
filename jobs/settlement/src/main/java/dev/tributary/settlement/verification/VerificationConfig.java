package dev.tributary.settlement.verification;

import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.domain.money.Hex;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.config.SettingsException;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.run.SettlementConfig;

/**
 * What a verifier is told: the rules of the deployment and a node. No database is among it.
 *
 * @param rules as RoyaltyJob has them
 * @param firstBlock of the vault's events
 * @param confirmations blocks after which one counts as finalized; 0 asks the node
 */
public record VerificationConfig(
        VaultId vault,
        RoyaltySettings rules,
        String rpcUrl,
        long rpcTimeoutMillis,
        long confirmations,
        long firstBlock) {
    private static final int READ_ATTEMPTS = 3;

    public static VerificationConfig from(Settings settings) {
        VaultId vault = SettlementConfig.vault(settings);
        return new VerificationConfig(
                vault,
                new RoyaltySettings(
                        vault.chainId(),
                        new ContractAddresses(
                                address(settings, RoyaltyJobConfig.MODEL_REGISTRY),
                                address(settings, RoyaltyJobConfig.GATEWAY_REGISTRY),
                                vault.address(),
                                address(settings, RoyaltyJobConfig.ACCESS_PASS)),
                        RoyaltyJobConfig.booking(settings),
                        settings.text(RoyaltyJobConfig.USAGE_TOPIC, "usage.reported.v1"),
                        settings.smallNumber(RoyaltyJobConfig.USAGE_PARTITIONS),
                        RoyaltyJobConfig.funding(settings),
                        true,
                        true),
                settings.address("chain.rpc-url"),
                settings.durationMillis("chain.rpc-timeout", 10_000),
                settings.wholeNumber("chain.confirmations", 0),
                settings.wholeNumber("chain.deployment-block", 0));
    }

    /** The topics that the jobs read. Signatures are checked in the domain of a registry that the topics do not name. */
    public static LogSource.Kafka kafka(Settings settings) {
        settings.text(RoyaltyJobConfig.GATEWAY_REGISTRY);
        return new LogSource.Kafka(
                settings.text(RoyaltyJobConfig.BOOTSTRAP_SERVERS),
                settings.text(RoyaltyJobConfig.CHAIN_TOPIC, "chain.events.v1"));
    }

    public EvmRpc connect() {
        return EvmRpc.connect(new RpcOptions(rpcUrl, vault.chainId(), confirmations, rpcTimeoutMillis, READ_ATTEMPTS));
    }

    private static String address(Settings settings, String key) {
        String address = settings.text(key, "");
        if (!address.isEmpty() && !Hex.isAddress(address)) {
            throw SettingsException.invalid(key, address, "0x and 40 hex digits in lower case, or nothing");
        }
        return address;
    }
}

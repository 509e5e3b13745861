package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import java.io.Serializable;

/**
 * The contracts whose events count. An empty address stands for any: the log alone decides then, as in a replay.
 *
 * @param modelRegistry lower-case 0x form, or ""
 * @param gatewayRegistry lower-case 0x form, or ""
 * @param royaltyVault lower-case 0x form, or ""
 * @param accessPass lower-case 0x form, or ""
 * @param verificationOracle lower-case 0x form, or ""
 * @param marketplace lower-case 0x form, or ""
 */
public record ContractAddresses(
        String modelRegistry,
        String gatewayRegistry,
        String royaltyVault,
        String accessPass,
        String verificationOracle,
        String marketplace)
        implements Serializable {
    public static final String ROYALTY_VAULT = "RoyaltyVault";
    public static final String ACCESS_PASS = "AccessPass";
    public static final String VERIFICATION_ORACLE = "VerificationOracle";
    public static final String MARKETPLACE = "Marketplace";
    public static final String MODEL_REGISTRY = "ModelRegistry";
    static final String GATEWAY_REGISTRY = "GatewayRegistry";

    /** Of the contracts that money depends on; those that are only described may be any. */
    public ContractAddresses(String modelRegistry, String gatewayRegistry, String royaltyVault, String accessPass) {
        this(modelRegistry, gatewayRegistry, royaltyVault, accessPass, "", "");
    }

    /** Whether the event comes from the contract that it names. Contracts that have no address here are passed. */
    public boolean trust(ChainEvent event) {
        String expected = expected(event.contract());
        return expected.isEmpty() || expected.equals(event.address());
    }

    private String expected(String contract) {
        return switch (contract) {
            case MODEL_REGISTRY -> modelRegistry;
            case GATEWAY_REGISTRY -> gatewayRegistry;
            case ROYALTY_VAULT -> royaltyVault;
            case ACCESS_PASS -> accessPass;
            case VERIFICATION_ORACLE -> verificationOracle;
            case MARKETPLACE -> marketplace;
            default -> "";
        };
    }
}

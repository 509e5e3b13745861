package dev.tributary.local;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.contracts.GatewayRegistry;
import dev.tributary.chain.contracts.ModelRegistry;
import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.chain.contracts.TestToken;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.gas.ContractGasProvider;
import org.web3j.tx.gas.StaticGasProvider;

/**
 * All contracts on a dev chain, with a test token on the vault's allow-list and the roles given out.
 *
 * @param deployment addresses and first block, as other programs read them
 * @param token address of the test token; anyone may mint it
 */
public record MarketplaceDeployment(Deployment deployment, String token) {
    /** Four times the dev chain's base fee, and more than the largest registration takes. */
    public static final ContractGasProvider GAS =
            new StaticGasProvider(BigInteger.valueOf(4_000_000_000L), BigInteger.valueOf(12_000_000L));

    /**
     * What is chosen at deployment.
     *
     * @param treasury account that earns the platform fee
     * @param submitter account that may propose roots
     * @param guardian account that may revoke proposals and pause
     * @param arbiter account that may freeze models
     * @param feePpm platform fee, 20 000 to 50 000 parts per million
     * @param challengeWindowSeconds time between a proposal and its acceptance; zero is for dev chains
     * @param termsNoticeSeconds time between announcing terms and their force
     */
    public record Options(
            String treasury,
            String submitter,
            String guardian,
            String arbiter,
            long feePpm,
            long challengeWindowSeconds,
            long termsNoticeSeconds) {}

    /** Deploys with {@code admin}, who keeps the admin role of every contract. */
    public static MarketplaceDeployment deploy(DevChain chain, Credentials admin, Options options) {
        Web3j web3j = chain.web3j();
        TransactionManager from = chain.transactions(admin);
        try {
            long firstBlock = web3j.ethBlockNumber().send().getBlockNumber().longValueExact();
            TestToken token = TestToken.deploy(web3j, from, GAS, "Tributary Test Dollar", "tUSD")
                    .send();
            RoyaltyVault vault = RoyaltyVault.deploy(
                            web3j,
                            from,
                            GAS,
                            admin.getAddress(),
                            BigInteger.valueOf(options.feePpm()),
                            options.treasury(),
                            BigInteger.valueOf(options.challengeWindowSeconds()))
                    .send();
            ModelRegistry models = ModelRegistry.deploy(
                            web3j,
                            from,
                            GAS,
                            admin.getAddress(),
                            vault.getContractAddress(),
                            BigInteger.valueOf(options.termsNoticeSeconds()))
                    .send();
            GatewayRegistry gateways =
                    GatewayRegistry.deploy(web3j, from, GAS, admin.getAddress()).send();
            vault.addToken(token.getContractAddress()).send();
            vault.grantRole(vault.SUBMITTER_ROLE().send(), options.submitter()).send();
            vault.grantRole(vault.GUARDIAN_ROLE().send(), options.guardian()).send();
            models.grantRole(models.ARBITER_ROLE().send(), options.arbiter()).send();
            Map<String, String> contracts = Map.of(
                    Deployment.ROYALTY_VAULT, vault.getContractAddress(),
                    Deployment.MODEL_REGISTRY, models.getContractAddress(),
                    Deployment.GATEWAY_REGISTRY, gateways.getContractAddress());
            return new MarketplaceDeployment(
                    new Deployment(DevChain.CHAIN_ID, firstBlock, contracts),
                    token.getContractAddress().toLowerCase(Locale.ROOT));
        } catch (Exception e) {
            throw new DevChainException(
                    "DEV_CHAIN_DEPLOY: the contracts could not be deployed (" + e.getMessage()
                            + "). Check that contracts/abi is current: `npm run abi` in the contracts folder.",
                    e);
        }
    }

    /** The registry of models, with transactions sent by an account. */
    public ModelRegistry models(DevChain chain, Credentials from) {
        return ModelRegistry.load(
                deployment.address(Deployment.MODEL_REGISTRY), chain.web3j(), chain.transactions(from), GAS);
    }

    /** The registry of gateways, with transactions sent by an account. */
    public GatewayRegistry gateways(DevChain chain, Credentials from) {
        return GatewayRegistry.load(
                deployment.address(Deployment.GATEWAY_REGISTRY), chain.web3j(), chain.transactions(from), GAS);
    }

    /** The vault, with transactions sent by an account. */
    public RoyaltyVault vault(DevChain chain, Credentials from) {
        return RoyaltyVault.load(
                deployment.address(Deployment.ROYALTY_VAULT), chain.web3j(), chain.transactions(from), GAS);
    }

    /** The test token, with transactions sent by an account. */
    public TestToken token(DevChain chain, Credentials from) {
        return TestToken.load(token, chain.web3j(), chain.transactions(from), GAS);
    }
}

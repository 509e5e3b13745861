package dev.tributary.local;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.contracts.AccessPass;
import dev.tributary.chain.contracts.GatewayRegistry;
import dev.tributary.chain.contracts.Marketplace;
import dev.tributary.chain.contracts.ModelRegistry;
import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.chain.contracts.TestToken;
import dev.tributary.chain.contracts.VerificationOracle;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
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
     * @param sales who verifies models and how long a buyer waits
     */
    public record Options(
            String treasury,
            String submitter,
            String guardian,
            String arbiter,
            long feePpm,
            long challengeWindowSeconds,
            long termsNoticeSeconds,
            Sales sales) {

        /** With nobody who verifies models, so that none is ever sold. */
        public Options(
                String treasury,
                String submitter,
                String guardian,
                String arbiter,
                long feePpm,
                long challengeWindowSeconds,
                long termsNoticeSeconds) {
            this(
                    treasury,
                    submitter,
                    guardian,
                    arbiter,
                    feePpm,
                    challengeWindowSeconds,
                    termsNoticeSeconds,
                    new Sales(List.of(), 1, 3_600, 3_600));
        }
    }

    /**
     * What is chosen about sales.
     *
     * @param reporters accounts that may report measurements of models
     * @param quorum reports that complete a round
     * @param scoreValiditySeconds how long a score counts
     * @param verificationWindowSeconds from a purchase to its deadline
     */
    public record Sales(
            List<String> reporters, int quorum, long scoreValiditySeconds, long verificationWindowSeconds) {}

    /** Deploys with {@code admin}, who keeps the admin role of every contract. */
    public static MarketplaceDeployment deploy(DevChain chain, Credentials admin, Options options) {
        return deploy(chain.web3j(), chain.transactions(admin), admin, options);
    }

    /** The same on a dev chain that somebody else runs. */
    static MarketplaceDeployment deploy(Web3j web3j, TransactionManager from, Credentials admin, Options options) {
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
            Map<String, String> contracts = new HashMap<>(Map.of(
                    Deployment.ROYALTY_VAULT, vault.getContractAddress(),
                    Deployment.MODEL_REGISTRY, models.getContractAddress(),
                    Deployment.GATEWAY_REGISTRY, gateways.getContractAddress()));
            contracts.putAll(deploySales(web3j, from, admin, options, vault, models));
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

    private static Map<String, String> deploySales(
            Web3j web3j,
            TransactionManager from,
            Credentials admin,
            Options options,
            RoyaltyVault vault,
            ModelRegistry models)
            throws Exception {
        Sales sales = options.sales();
        VerificationOracle oracle = VerificationOracle.deploy(
                        web3j,
                        from,
                        GAS,
                        admin.getAddress(),
                        models.getContractAddress(),
                        BigInteger.valueOf(sales.quorum()),
                        BigInteger.valueOf(sales.scoreValiditySeconds()))
                .send();
        AccessPass passes =
                AccessPass.deploy(web3j, from, GAS, admin.getAddress()).send();
        Marketplace marketplace = Marketplace.deploy(
                        web3j,
                        from,
                        GAS,
                        models.getContractAddress(),
                        oracle.getContractAddress(),
                        passes.getContractAddress(),
                        vault.getContractAddress(),
                        BigInteger.valueOf(sales.verificationWindowSeconds()))
                .send();
        vault.grantRole(vault.MARKETPLACE_ROLE().send(), marketplace.getContractAddress())
                .send();
        passes.grantRole(passes.MARKETPLACE_ROLE().send(), marketplace.getContractAddress())
                .send();
        passes.grantRole(passes.ARBITER_ROLE().send(), options.arbiter()).send();
        byte[] reporterRole = oracle.REPORTER_ROLE().send();
        for (String reporter : sales.reporters()) {
            oracle.grantRole(reporterRole, reporter).send();
        }
        return Map.of(
                Deployment.VERIFICATION_ORACLE, oracle.getContractAddress(),
                Deployment.ACCESS_PASS, passes.getContractAddress(),
                Deployment.MARKETPLACE, marketplace.getContractAddress());
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

    /** The oracle of verification, with transactions sent by an account. */
    public VerificationOracle oracle(DevChain chain, Credentials from) {
        return VerificationOracle.load(
                deployment.address(Deployment.VERIFICATION_ORACLE), chain.web3j(), chain.transactions(from), GAS);
    }

    /** The marketplace, with transactions sent by an account. */
    public Marketplace marketplace(DevChain chain, Credentials from) {
        return Marketplace.load(
                deployment.address(Deployment.MARKETPLACE), chain.web3j(), chain.transactions(from), GAS);
    }

    /** The access passes, with transactions sent by an account. */
    public AccessPass passes(DevChain chain, Credentials from) {
        return AccessPass.load(
                deployment.address(Deployment.ACCESS_PASS), chain.web3j(), chain.transactions(from), GAS);
    }

    /** The test token, with transactions sent by an account. */
    public TestToken token(DevChain chain, Credentials from) {
        return TestToken.load(token, chain.web3j(), chain.transactions(from), GAS);
    }
}

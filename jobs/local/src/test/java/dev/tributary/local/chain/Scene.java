package dev.tributary.local.chain;

import static org.awaitility.Awaitility.await;

import dev.tributary.chain.contracts.GatewayRegistry;
import dev.tributary.chain.contracts.Marketplace;
import dev.tributary.chain.contracts.ModelRegistry;
import dev.tributary.chain.contracts.ModelRegistry.Split;
import dev.tributary.chain.contracts.ModelRegistry.Terms;
import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.chain.contracts.VerificationOracle;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.MarketplaceDeployment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** A marketplace on a dev chain on which every event of the contracts can be made to happen. */
final class Scene {
    static final Path CONTRACTS = Path.of("../../contracts");
    static final Credentials ADMIN = DevAccounts.at(0);
    static final Credentials CREATOR = DevAccounts.at(1);
    static final Credentials PAYER = DevAccounts.at(2);
    static final String TREASURY = DevAccounts.at(3).getAddress();
    static final String REVOKE_REASON = "Summe zu groß: 5 € 模型";

    private static final BigInteger UINT64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final byte[] NO_ROOT = new byte[32];

    final DevChain chain;
    final MarketplaceDeployment marketplace;
    final ModelRegistry models;
    final GatewayRegistry gateways;
    final RoyaltyVault vault;

    Scene(DevChain chain) {
        this.chain = chain;
        this.marketplace = MarketplaceDeployment.deploy(
                chain,
                ADMIN,
                new MarketplaceDeployment.Options(
                        TREASURY,
                        ADMIN.getAddress(),
                        ADMIN.getAddress(),
                        ADMIN.getAddress(),
                        25_000,
                        0,
                        0,
                        new MarketplaceDeployment.Sales(List.of(ADMIN.getAddress()), 1, 3_600, 3_600)));
        this.models = marketplace.models(chain, CREATOR);
        this.gateways = marketplace.gateways(chain, ADMIN);
        this.vault = marketplace.vault(chain, ADMIN);
    }

    static byte[] modelId(String name) {
        return Keccak.hash(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Commits and registers a model of the creator, with two accounts behind it. */
    TransactionReceipt register(String name, List<byte[]> parents) throws Exception {
        byte[] id = modelId(name);
        byte[] salt = modelId("salt of " + name);
        byte[] creator = Hex.bytes("0x" + "0".repeat(24) + CREATOR.getAddress().substring(2));
        models.commit(Keccak.hash(id, creator, salt)).send();
        chain.mine(1);
        return models.register(
                        salt,
                        id,
                        BigInteger.valueOf(0x55),
                        BigInteger.valueOf(3),
                        parents,
                        terms(),
                        BigInteger.ONE,
                        BigInteger.valueOf(10_000_000),
                        split(7_000, 3_000))
                .send();
    }

    /** Every event that contracts.md lists for the contracts, each at least once. */
    void everythingHappens() throws Exception {
        String token = marketplace.token();
        byte[] parent = modelId("parent");
        register("parent", List.of());
        register("child", List.of(parent));
        models.setTerms(parent, terms(), UINT64_MAX).send();
        models.setSplit(parent, split(5_000, 5_000)).send();
        models.transferFrom(CREATOR.getAddress(), PAYER.getAddress(), new BigInteger(1, parent))
                .send();
        ModelRegistry arbiter = marketplace.models(chain, ADMIN);
        arbiter.freeze(parent).send();
        arbiter.unfreeze(parent, TREASURY).send();
        gatewaysComeAndGo();
        moneyComesIn(token, parent);
        licencesAreSold(token);
        moneyGoesOut(token);
    }

    private void gatewaysComeAndGo() throws Exception {
        String gateway = DevAccounts.at(4).getAddress();
        gateways.authorise(gateway).send();
        GatewayRegistry payer = marketplace.gateways(chain, PAYER);
        payer.allow(gateway).send();
        payer.disallow(gateway).send();
        gateways.revoke(gateway).send();
    }

    private void moneyComesIn(String token, byte[] model) throws Exception {
        BigInteger amount = BigInteger.valueOf(1_000_000_000);
        var tokens = marketplace.token(chain, ADMIN);
        tokens.mint(ADMIN.getAddress(), amount.shiftLeft(1)).send();
        tokens.approve(vault.getContractAddress(), amount.shiftLeft(1)).send();
        vault.deposit(token, PAYER.getAddress(), amount).send();
        vault.grantRole(vault.MARKETPLACE_ROLE().send(), ADMIN.getAddress()).send();
        vault.addRevenue(token, model, amount).send();
        RoyaltyVault payer = marketplace.vault(chain, PAYER);
        payer.setSpendLimit(token, BigInteger.TWO.pow(256).subtract(BigInteger.ONE))
                .send();
        payer.requestWithdrawal(token, BigInteger.valueOf(5)).send();
        vault.setFee(BigInteger.valueOf(50_000)).send();
        vault.setTreasury(CREATOR.getAddress()).send();
    }

    /** One purchase is released, its pass revoked; another is refunded for a worse score. */
    private void licencesAreSold(String token) throws Exception {
        byte[] child = modelId("child");
        Marketplace market = marketplace.marketplace(chain, PAYER);
        var tokens = marketplace.token(chain, PAYER);
        tokens.mint(PAYER.getAddress(), BigInteger.valueOf(20)).send();
        tokens.approve(market.getContractAddress(), BigInteger.valueOf(20)).send();
        measure(child, 1, 900_000);
        market.buy(child, token, BigInteger.TEN, BigInteger.ZERO).send();
        market.release(BigInteger.ONE).send();
        market.buy(child, token, BigInteger.TEN, BigInteger.ZERO).send();
        measure(child, 2, 100_000);
        market.refund(BigInteger.TWO).send();
        marketplace.passes(chain, ADMIN).revoke(BigInteger.ONE, "resold").send();
    }

    private void measure(byte[] model, long round, long accuracyPpm) throws Exception {
        var whole = BigInteger.valueOf(1_000_000);
        marketplace
                .oracle(chain, ADMIN)
                .report(
                        model,
                        BigInteger.valueOf(round),
                        new VerificationOracle.Benchmark(BigInteger.valueOf(accuracyPpm), whole, whole, whole),
                        modelId("evidence"))
                .send();
    }

    private void moneyGoesOut(String token) throws Exception {
        BigInteger amount = BigInteger.valueOf(400);
        byte[] root = Hex.bytes(MerkleTree.of(List.of(new Leaf(CREATOR.getAddress(), token, amount)))
                .root());
        var totals = List.of(new RoyaltyVault.TokenTotal(token, amount));
        marketplace.vault(chain, CREATOR).setRecipient(TREASURY).send();
        vault.propose(BigInteger.ONE, NO_ROOT, root, totals, modelId("manifest"))
                .send();
        revoke(1, REVOKE_REASON);
        vault.propose(BigInteger.TWO, NO_ROOT, root, totals, modelId("manifest"))
                .send();
        vault.accept(BigInteger.TWO).send();
        vault.claim(CREATOR.getAddress(), token, amount, root, List.of()).send();
        vault.pause().send();
        vault.unpause().send();
    }

    /** Written as bytes, which have the same encoding: web3j counts the characters of a string, not its bytes. */
    private void revoke(long epoch, String reason) throws Exception {
        String selector =
                vault.revoke(BigInteger.valueOf(epoch), "").encodeFunctionCall().substring(0, 10);
        String parameters = FunctionEncoder.encodeConstructor(
                List.of(new Uint64(epoch), new DynamicBytes(reason.getBytes(StandardCharsets.UTF_8))));
        String sent = chain.transactions(ADMIN)
                .sendTransaction(
                        MarketplaceDeployment.GAS.getGasPrice(),
                        BigInteger.valueOf(200_000),
                        vault.getContractAddress(),
                        selector + parameters,
                        BigInteger.ZERO)
                .getTransactionHash();
        await().until(() -> chain.web3j()
                .ethGetTransactionReceipt(sent)
                .send()
                .getTransactionReceipt()
                .isPresent());
    }

    Terms terms() {
        return new Terms(
                marketplace.token(),
                BigInteger.ZERO,
                BigInteger.valueOf(150_000),
                BigInteger.TWO.pow(128).subtract(BigInteger.ONE),
                BigInteger.ONE,
                BigInteger.TEN,
                BigInteger.valueOf(600_000),
                true,
                UINT64_MAX);
    }

    private static Split split(int first, int second) {
        return new Split(
                List.of(CREATOR.getAddress(), TREASURY),
                List.of(BigInteger.valueOf(first), BigInteger.valueOf(second)));
    }
}

package dev.tributary.local.simulation;

import dev.tributary.chain.contracts.GatewayRegistry;
import dev.tributary.chain.contracts.ModelRegistry;
import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.chain.contracts.TestToken;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.royalty.Split;
import dev.tributary.local.DevChain;
import dev.tributary.local.MarketplaceDeployment;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.web3j.abi.DefaultFunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.crypto.Credentials;

/** Carries out a market plan on a dev chain, each step as the party whose step it is. */
public final class MarketScript {
    private static final BigInteger CODEC_RAW = BigInteger.valueOf(0x55);

    private final DevChain chain;
    private final MarketplaceDeployment deployment;
    private final Credentials admin;
    private final MarketPlan plan;
    private final Transactions transactions;

    public MarketScript(DevChain chain, MarketplaceDeployment deployment, Credentials admin, MarketPlan plan) {
        this.chain = chain;
        this.deployment = deployment;
        this.admin = admin;
        this.plan = plan;
        this.transactions = new Transactions(chain);
    }

    /** Registers every model by commit and reveal, parents first. */
    public void registerModels(Consumer<PlannedModel> registered) {
        for (int place = 0; place < plan.models().size(); place++) {
            PlannedModel model = plan.models().get(place);
            transactions.giveGasMoney(model.author());
            ModelRegistry registry = deployment.models(chain, model.author().credentials());
            byte[] digest = Hex.bytes(model.id());
            byte[] salt = plan.seed().bytes("salt of " + model.name());
            transactions.send("commit to " + model.name(), registry.commit(commitment(digest, model.author(), salt)));
            transactions.send(
                    "register " + model.name(),
                    registry.register(
                            salt,
                            digest,
                            CODEC_RAW,
                            BigInteger.valueOf(model.format().number()),
                            model.parents().stream().map(Hex::bytes).toList(),
                            terms(place, model.pricesPerMillion()),
                            policy(model.policy()),
                            BigInteger.valueOf(model.share()),
                            split(model.split())));
            registered.accept(model);
        }
    }

    /** Lets every gateway report and every payer be reported on. */
    public void admitGateways() {
        GatewayRegistry asAdmin = deployment.gateways(chain, admin);
        for (Party gateway : allGateways()) {
            transactions.send("authorise " + gateway, asAdmin.authorise(gateway.address()));
        }
        for (Party payer : plan.payers()) {
            transactions.giveGasMoney(payer);
            GatewayRegistry asPayer = deployment.gateways(chain, payer.credentials());
            for (Party gateway : allGateways()) {
                transactions.send("allow " + gateway, asPayer.allow(gateway.address()));
            }
        }
    }

    /** Mints test tokens to a payer, who deposits them. */
    public void deposit(Party payer, BigInteger amount) {
        TestToken token = deployment.token(chain, payer.credentials());
        RoyaltyVault vault = deployment.vault(chain, payer.credentials());
        transactions.send("mint", token.mint(payer.address(), amount));
        transactions.send("approve", token.approve(vault.getContractAddress(), amount));
        transactions.send("deposit", vault.deposit(deployment.token(), payer.address(), amount));
    }

    /** The owner of the repriced model announces its new prices. */
    public void announceNewTerms(long effectiveAtSeconds) {
        PlannedModel model = plan.models().get(plan.repriced());
        transactions.send(
                "announce new terms of " + model.name(),
                deployment
                        .models(chain, model.author().credentials())
                        .setTerms(
                                Hex.bytes(model.id()),
                                terms(plan.repriced(), plan.newPrices()),
                                BigInteger.valueOf(effectiveAtSeconds)));
    }

    /** The owner of the sold model transfers its NFT, and with it what the model earns. */
    public void sellModel() {
        PlannedModel model = plan.models().get(plan.sold());
        transactions.send(
                "transfer " + model.name(),
                deployment
                        .models(chain, model.author().credentials())
                        .transferFrom(
                                model.author().address(),
                                plan.buyer().address(),
                                new BigInteger(1, Hex.bytes(model.id()))));
    }

    /** The time of the chain's newest block. */
    public long headSeconds() {
        return transactions.headSeconds();
    }

    private List<Party> allGateways() {
        return Stream.concat(plan.gateways().stream(), Stream.of(plan.unruly())).toList();
    }

    private ModelRegistry.Terms terms(int place, List<BigInteger> pricesPerMillion) {
        Listing listing = plan.licences().listings().get(place);
        return new ModelRegistry.Terms(
                deployment.token(),
                pricesPerMillion.get(0),
                pricesPerMillion.get(1),
                pricesPerMillion.get(2),
                pricesPerMillion.get(3),
                listing.price(),
                BigInteger.valueOf(listing.minimumScorePpm()),
                listing.passRequired(),
                BigInteger.valueOf(listing.passLifetimeSeconds()));
    }

    private static BigInteger policy(RoyaltyPolicy policy) {
        return switch (policy) {
            case LAP -> BigInteger.ZERO;
            case LRP -> BigInteger.ONE;
        };
    }

    private static ModelRegistry.Split split(Split split) {
        return new ModelRegistry.Split(
                split.accounts(),
                split.basisPoints().stream().map(BigInteger::valueOf).toList());
    }

    private static byte[] commitment(byte[] digest, Party sender, byte[] salt) {
        String encoded = new DefaultFunctionEncoder()
                .encodeParameters(List.of(new Bytes32(digest), new Address(sender.address()), new Bytes32(salt)));
        return Keccak.hash(Hex.bytes("0x" + encoded));
    }
}

package dev.tributary.local.demo;

import dev.tributary.chain.contracts.ModelRegistry;
import dev.tributary.chain.contracts.TestToken;
import dev.tributary.chain.contracts.VerificationOracle;
import dev.tributary.domain.money.Hex;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.local.simulation.MarketPlan;
import dev.tributary.local.simulation.Party;
import dev.tributary.local.simulation.PlannedModel;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.core.DefaultBlockParameterName;

/**
 * What a finished run left of verification and sales, in the tables and on the chain. Amounts in base units.
 *
 * @param scores of verified models, from the tables
 * @param escrow locked, from the tables
 * @param strikes by account, from the tables
 * @param passes by state, from the tables
 * @param escrowOnChain what the token contract says the marketplace holds
 * @param scoresOnChain by model, of all models
 * @param licencePrices in force by model, from the tables
 * @param licencePricesOnChain in force by model, as the registry says
 * @param balances of payers and treasury, by account, as the token contract says
 * @param strikesOnChain by payer
 * @param suspended held for frozen models in the end, in 10^-24 base units
 */
record MarketFacts(
        List<MarketView.Score> scores,
        List<MarketView.Purchase> purchases,
        BigInteger escrow,
        Map<String, Long> strikes,
        Map<String, Long> passes,
        BigInteger escrowOnChain,
        Map<String, BigInteger> scoresOnChain,
        Map<String, BigInteger> licencePrices,
        Map<String, BigInteger> licencePricesOnChain,
        Map<String, BigInteger> balances,
        Map<String, Long> strikesOnChain,
        BigInteger suspended) {
    private static final Credentials READER = DevAccounts.at(5);

    static MarketFacts of(
            MarketView view, DevChain chain, MarketplaceDeployment deployment, MarketPlan plan, BigInteger suspended)
            throws Exception {
        TestToken token = deployment.token(chain, READER);
        VerificationOracle oracle = deployment.oracle(chain, READER);
        Map<String, BigInteger> scores = new HashMap<>();
        for (var model : plan.models()) {
            scores.put(model.id(), oracle.scoreOf(Hex.bytes(model.id())).send().component1());
        }
        Map<String, BigInteger> balances = new HashMap<>();
        Map<String, Long> strikes = new HashMap<>();
        for (Party payer : plan.payers()) {
            balances.put(payer.address(), token.balanceOf(payer.address()).send());
            long count = deployment
                    .passes(chain, READER)
                    .strikes(payer.address())
                    .send()
                    .longValueExact();
            strikes.put(payer.address(), count);
        }
        strikes.values().removeIf(count -> count == 0);
        balances.put(
                plan.treasury().address(),
                token.balanceOf(plan.treasury().address()).send());
        return new MarketFacts(
                view.scores(),
                view.purchases(),
                view.escrow(),
                view.strikes(),
                view.passes(),
                token.balanceOf(deployment.marketplace(chain, READER).getContractAddress())
                        .send(),
                scores,
                view.licencePrices(),
                licencePrices(chain, deployment, plan),
                balances,
                strikes,
                suspended);
    }

    /** At the time of the newest block. */
    private static Map<String, BigInteger> licencePrices(
            DevChain chain, MarketplaceDeployment deployment, MarketPlan plan) throws Exception {
        ModelRegistry registry = deployment.models(chain, READER);
        BigInteger now = chain.web3j()
                .ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false)
                .send()
                .getBlock()
                .getTimestamp();
        Map<String, BigInteger> prices = new HashMap<>();
        for (PlannedModel model : plan.models()) {
            prices.put(model.id(), registry.termsAt(Hex.bytes(model.id()), now).send().licencePrice);
        }
        return prices;
    }

    /** Base units of the purchases in a state; of their prices. */
    BigInteger prices(String state) {
        return purchases.stream()
                .filter(purchase -> purchase.state().equals(state))
                .map(MarketView.Purchase::price)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Base units that the treasury got from sales. */
    BigInteger fees() {
        return purchases.stream()
                .map(MarketView.Purchase::fee)
                .map(fee -> fee == null ? BigInteger.ZERO : fee)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Base units of sales, less the fee, that went to SELLER or VAULT. */
    BigInteger nets(String to) {
        return purchases.stream()
                .filter(purchase -> to.equals(purchase.netTo()))
                .map(MarketView.Purchase::net)
                .map(net -> net == null ? BigInteger.ZERO : net)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}

package dev.tributary.local.worlds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.web3j.utils.Numeric;

/** Plays everything that the contracts tell and that moves no royalties: every event of theirs that nobody else draws. */
final class Bystanders {
    /** What royalties depend on; other histories draw them. */
    static final Set<String> THAT_MATTER = Set.of(
            "ModelRegistry.ModelRegistered",
            "ModelRegistry.TermsChanged",
            "ModelRegistry.SplitChanged",
            "ModelRegistry.Transfer",
            "ModelRegistry.ModelFrozen",
            "ModelRegistry.ModelUnfrozen",
            "GatewayRegistry.GatewayAuthorised",
            "GatewayRegistry.GatewayRevoked",
            "GatewayRegistry.GatewayAllowed",
            "GatewayRegistry.GatewayDisallowed",
            "AccessPass.PassIssued",
            "AccessPass.PassRevoked",
            "RoyaltyVault.FeeChanged",
            "RoyaltyVault.TreasuryChanged",
            "RoyaltyVault.Deposited",
            "RoyaltyVault.SpendLimitChanged",
            "RoyaltyVault.WithdrawalRequested",
            "RoyaltyVault.RevenueReceived");

    private static final List<ContractEvent> OTHERS = ContractEvent.all().stream()
            .filter(event -> !THAT_MATTER.contains(event.key()))
            .filter(event -> !event.contract().equals("Marketplace"))
            .toList();

    private static final int FIRST_PASS = 1_000_000;

    private final Chance chance;
    private final Cast cast;
    private final ChainScript script;
    private final List<String> addresses;
    private final List<Purchase> locked = new ArrayList<>();
    private int purchases;

    private record Purchase(BigInteger id, String model, String buyer, String token, BigInteger price) {}

    Bystanders(Chance chance, Cast cast, ChainScript script) {
        this.chance = chance;
        this.cast = cast;
        this.script = script;
        addresses = Stream.of(
                        cast.accounts(),
                        cast.payers(),
                        cast.gateways().stream().map(GatewayKey::address).toList())
                .flatMap(List::stream)
                .toList();
    }

    /** Among the events of the latest block, or in a block of their own before the time that comes next. */
    void pass(long nextSeconds, List<String> models) {
        if (chance.oneIn(3)) {
            return;
        }
        if (chance.oneIn(2)) {
            script.block(chance.between(script.blockSeconds(), Math.max(script.blockSeconds(), nextSeconds)));
        }
        for (int i = chance.between(1, 3); i > 0; i--) {
            happen(chance.of(models));
        }
        if (chance.oneIn(4)) {
            script.finalized();
        }
    }

    /** Long after everything else, and not final: no clock may follow. */
    void afterAll(long timeSeconds, List<String> models) {
        if (chance.oneIn(3)) {
            script.block(Math.max(script.blockSeconds(), timeSeconds));
            happen(chance.of(models));
        }
    }

    private void happen(String model) {
        if (chance.oneIn(4)) {
            trade(model);
            return;
        }
        ContractEvent event = chance.of(OTHERS);
        ObjectNode args = ChainScript.args();
        event.parameters().forEach(parameter -> fill(args, parameter, model));
        script.event(event.contract(), event.name(), args);
    }

    private void fill(ObjectNode args, ContractEvent.Parameter parameter, String model) {
        String name = parameter.name();
        switch (parameter.type()) {
            case "address" -> args.put(name, chance.of(name.equals("token") ? cast.tokens() : addresses));
            case "bytes32" -> args.put(name, name.equals("modelId") ? model : Numeric.toHexString(chance.bytes(32)));
            case "bool" -> args.put(name, chance.oneIn(2));
            case "string" -> args.put(name, "for a reason");
            case "uint32" -> args.put(name, chance.between(1, 1_000_000));
            case "uint64" -> args.put(name, Integer.toString(chance.between(1, 1_000_000)));
            case "uint256" -> args.put(name, (name.equals("tokenId") ? Numeric.toBigInt(model) : amount()).toString());
            default -> throw new IllegalArgumentException("draw values of " + parameter + " too");
        }
    }

    /** Of a size that would be missed. */
    private BigInteger amount() {
        return BigInteger.valueOf(chance.between(1L, 100_000_000L));
    }

    /** What is in escrow is nobody's yet; only what reaches the vault in the end is shared. */
    private void trade(String model) {
        if (locked.isEmpty() || chance.oneIn(2)) {
            buy(new Purchase(
                    BigInteger.valueOf(++purchases), model, chance.of(addresses), chance.of(cast.tokens()), amount()));
            return;
        }
        Purchase purchase = locked.remove(chance.below(locked.size()));
        if (chance.oneIn(3)) {
            script.event("Marketplace", "Refunded", of(purchase).put("amount", purchase.price.toString()));
        } else {
            release(purchase);
        }
    }

    private void buy(Purchase purchase) {
        locked.add(purchase);
        script.event(
                "Marketplace",
                "Purchased",
                of(purchase)
                        .put("buyer", purchase.buyer)
                        .put("token", purchase.token)
                        .put("price", purchase.price.toString())
                        .put("minimumScorePpm", Integer.toString(chance.below(1_000_000)))
                        .put("deadline", Long.toString(script.blockSeconds() + chance.below(100_000))));
    }

    private void release(Purchase purchase) {
        BigInteger pass = purchase.id.add(BigInteger.valueOf(FIRST_PASS));
        BigInteger fee = purchase.price.divide(BigInteger.valueOf(50));
        BigInteger net = purchase.price.subtract(fee);
        script.passIssued(pass, purchase.model, purchase.buyer, BigInteger.valueOf(script.blockSeconds() + 1_000));
        script.event(
                "Marketplace",
                "Released",
                of(purchase)
                        .put("passId", pass.toString())
                        .put("fee", fee.toString())
                        .put("net", net.toString()));
        if (chance.oneIn(2)) {
            script.sold(purchase.token, purchase.model, net);
        } // else the seller has it already
    }

    private static ObjectNode of(Purchase purchase) {
        return ChainScript.args().put("purchaseId", purchase.id.toString()).put("modelId", purchase.model);
    }
}

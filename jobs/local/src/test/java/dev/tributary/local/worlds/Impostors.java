package dev.tributary.local.worlds;

import java.math.BigInteger;
import java.util.List;
import org.web3j.utils.Numeric;

/** Plays contracts that call themselves by the names of ours, at other addresses: whatever they tell moves nothing. */
final class Impostors {
    static final String ADDRESS = "0x" + "ee".repeat(20);

    private static final List<BigInteger> FREE =
            List.of(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    private final Chance chance;
    private final Cast cast;
    private final ChainScript script;
    private final PermissionHistory permissions;
    private final boolean present;

    Impostors(Chance chance, Cast cast, ChainScript script, PermissionHistory permissions) {
        this.chance = chance;
        this.cast = cast;
        this.script = script;
        this.permissions = permissions;
        present = chance.oneIn(4);
    }

    /** The first thing that they tell is what a replay, which knows no addresses, can tell them by. */
    void begin() {
        if (present) {
            script.as(ADDRESS, () -> script.revoked(gateway()));
        }
    }

    void act(List<String> models) {
        if (present && chance.oneIn(3)) {
            // The address of another of our contracts is as foreign as any.
            String address = chance.of(List.of(ADDRESS, ADDRESS, ChainScript.MARKETPLACE));
            script.as(address, () -> forge(chance.of(models)));
        }
    }

    private void forge(String model) {
        switch (chance.below(5)) {
            case 0 -> forgeMoves();
            case 1 -> forgeModel(model);
            case 2 -> forgeDispute(model);
            case 3 -> forgePermissions(model);
            default -> forgePlatform(model);
        }
    }

    private void forgeMoves() {
        String token = chance.of(cast.tokens());
        String payer = chance.of(cast.payers());
        switch (chance.below(3)) {
            case 0 -> script.deposited(token, payer, amount());
            case 1 -> script.withdrawalRequested(token, payer, amount());
            default -> script.spendLimit(token, payer, BigInteger.ZERO);
        }
    }

    private void forgeModel(String model) {
        switch (chance.below(4)) {
            case 0 -> script.registered(Numeric.toHexString(chance.bytes(32)), account(), List.of(model), 0, 1);
            case 1 ->
                script.terms(model, chance.of(cast.tokens()), FREE, false, BigInteger.valueOf(script.blockSeconds()));
            case 2 -> script.split(model, List.of(account()), List.of(10_000));
            default -> script.transfer(model, account(), account());
        }
    }

    private void forgeDispute(String model) {
        if (chance.oneIn(2)) {
            script.frozen(model);
        } else {
            script.unfrozen(model, account());
        }
    }

    private void forgePermissions(String model) {
        String payer = chance.of(cast.payers());
        switch (chance.below(6)) {
            case 0 -> script.authorised(gateway());
            case 1 -> script.revoked(gateway());
            case 2 -> script.allowed(payer, gateway());
            case 3 -> script.disallowed(payer, gateway());
            default -> forgePass(model, payer);
        }
    }

    private void forgePass(String model, String holder) {
        BigInteger pass = permissions.passes().isEmpty() ? BigInteger.ZERO : chance.of(permissions.passes());
        if (chance.oneIn(2)) {
            script.passRevoked(pass, model, holder);
        } else {
            script.passIssued(pass, model, holder, BigInteger.ONE);
        }
    }

    private void forgePlatform(String model) {
        switch (chance.below(3)) {
            case 0 -> script.fee(chance.between(20_000, 50_000));
            case 1 -> script.treasury(account());
            default -> script.sold(chance.of(cast.tokens()), model, amount());
        }
    }

    private BigInteger amount() {
        return BigInteger.valueOf(chance.between(1L, 100_000_000L));
    }

    private String account() {
        return chance.of(cast.accounts());
    }

    private String gateway() {
        return chance.of(cast.gateways()).address();
    }
}

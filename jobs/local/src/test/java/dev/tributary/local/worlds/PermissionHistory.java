package dev.tributary.local.worlds;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Plays who may report usage, who lets them, and who issues and revokes passes. */
final class PermissionHistory {
    private static final BigInteger NEVER = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private final Chance chance;
    private final Cast cast;
    private final ChainScript script;
    private final long grainSeconds;
    private final List<Pass> issued = new ArrayList<>();

    private record Pass(BigInteger id, String model, String holder) {}

    PermissionHistory(Chance chance, Cast cast, ChainScript script, long grainSeconds) {
        this.chance = chance;
        this.cast = cast;
        this.script = script;
        this.grainSeconds = grainSeconds;
    }

    /** Nearly everything is allowed at first; at least one event names the gateway registry. */
    void begin() {
        for (GatewayKey gateway : cast.gateways()) {
            script.authorised(gateway.address());
            for (String payer : cast.payers()) {
                if (!chance.oneIn(20)) {
                    script.allowed(payer, gateway.address());
                }
            }
        }
    }

    void act(String model) {
        String gateway = chance.of(cast.gateways()).address();
        String payer = chance.of(cast.payers());
        switch (chance.below(12)) {
            case 0 -> script.revoked(gateway);
            case 1, 2 -> script.authorised(gateway);
            case 3 -> script.disallowed(payer, gateway);
            case 4, 5 -> script.allowed(payer, gateway);
            case 6, 7 -> revoke();
            default -> issue(model, payer);
        }
    }

    private void issue(String model, String holder) {
        Pass pass = new Pass(BigInteger.valueOf(issued.size()), model, holder);
        issued.add(pass);
        script.passIssued(pass.id(), model, holder, expiresAt());
    }

    private BigInteger expiresAt() {
        long now = script.blockSeconds();
        return switch (chance.below(4)) {
            case 0 -> NEVER;
            case 1 -> BigInteger.valueOf(now - now % grainSeconds + grainSeconds * chance.below(10));
            default -> BigInteger.valueOf(now + chance.between(1L, 1_000 * grainSeconds));
        };
    }

    private void revoke() {
        if (!issued.isEmpty()) {
            Pass pass = chance.of(issued);
            script.passRevoked(pass.id(), pass.model(), pass.holder());
        }
    }

    List<BigInteger> passes() {
        return issued.stream().map(Pass::id).toList();
    }

    /** Ids of the passes of this model that this payer was ever given. */
    List<BigInteger> passes(String model, String payer) {
        return issued.stream()
                .filter(pass -> pass.model().equals(model) && pass.holder().equals(payer))
                .map(Pass::id)
                .toList();
    }
}

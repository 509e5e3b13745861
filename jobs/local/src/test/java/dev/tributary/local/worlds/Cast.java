package dev.tributary.local.worlds;

import java.util.ArrayList;
import java.util.List;
import org.web3j.utils.Numeric;

/** Who takes part. The accounts overlap on purpose: a payer may own models, a treasury may be in a split. */
record Cast(List<String> accounts, List<String> payers, List<String> tokens, List<GatewayKey> gateways) {
    static Cast of(Chance chance) {
        List<String> accounts = addresses(chance, chance.oneIn(10) ? 80 : chance.between(3, 12));
        List<String> payers = new ArrayList<>(addresses(chance, chance.between(1, 4)));
        payers.add(accounts.get(0));
        List<GatewayKey> gateways = new ArrayList<>();
        for (int i = chance.between(1, 4); i > 0; i--) {
            gateways.add(GatewayKey.of(chance.bytes(32)));
        }
        return new Cast(accounts, payers, addresses(chance, chance.between(1, 3)), gateways);
    }

    private static List<String> addresses(Chance chance, int count) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add(Numeric.toHexString(chance.bytes(20)));
        }
        return addresses;
    }
}

package dev.tributary.local.simulation;

import dev.tributary.domain.money.Hex;
import java.util.Locale;
import org.web3j.crypto.Credentials;

/**
 * Somebody who takes part: an author, a payer, a gateway.
 *
 * @param address lower case
 */
public record Party(String name, String address, Credentials credentials) {
    static Party of(String name, byte[] privateKey) {
        Credentials credentials = Credentials.create(Hex.of(privateKey));
        return new Party(name, credentials.getAddress().toLowerCase(Locale.ROOT), credentials);
    }

    @Override
    public String toString() {
        return name + " " + address;
    }
}

package dev.tributary.local;

import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.MnemonicUtils;

/**
 * The accounts that a dev chain funds at start, derived from the mnemonic that every Ethereum dev chain publishes.
 *
 * <p>Warning: their keys are public knowledge. They are for dev chains alone.
 */
public final class DevAccounts {
    private static final String PUBLISHED_MNEMONIC = "test test test test test test test test test test test junk";
    private static final int[] ETHEREUM_PATH = {
        44 | Bip32ECKeyPair.HARDENED_BIT, 60 | Bip32ECKeyPair.HARDENED_BIT, Bip32ECKeyPair.HARDENED_BIT, 0
    };
    private static final Bip32ECKeyPair ROOT = Bip32ECKeyPair.deriveKeyPair(
            Bip32ECKeyPair.generateKeyPair(MnemonicUtils.generateSeed(PUBLISHED_MNEMONIC, "")), ETHEREUM_PATH);

    private DevAccounts() {}

    /** Account 0, 1, 2 … in the order in which the dev chain lists them. */
    public static Credentials at(int index) {
        return Credentials.create(Bip32ECKeyPair.deriveKeyPair(ROOT, new int[] {index}));
    }
}

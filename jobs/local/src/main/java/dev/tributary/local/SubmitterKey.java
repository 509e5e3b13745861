package dev.tributary.local;

import dev.tributary.settlement.vault.KeystoreSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.web3j.crypto.Keys;
import org.web3j.crypto.WalletUtils;

/** The submitter's key of a stack on a dev chain. */
final class SubmitterKey {
    private SubmitterKey() {}

    /** The account of the key in a keystore, which is made with a new key, for its owner alone, when it is missing. */
    static String findOrMake(Path keystore, Path passphraseFile) throws Exception {
        if (Files.notExists(keystore)) {
            make(keystore, Files.readString(passphraseFile).strip());
        }
        return KeystoreSigner.open(keystore, passphraseFile).address();
    }

    /** Written beside its place first: a keystore is there as a whole or not at all. */
    private static void make(Path keystore, String passphrase) throws Exception {
        Path folder = keystore.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(keystore + " is no file");
        }
        Files.createDirectories(folder);
        Path draft = Files.createTempDirectory(folder, "key");
        Path written =
                draft.resolve(WalletUtils.generateWalletFile(passphrase, Keys.createEcKeyPair(), draft.toFile(), true));
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
        Files.move(written, keystore, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(draft);
    }
}

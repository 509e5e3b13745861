package dev.tributary.settlement.vault;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.WalletUtils;
import org.web3j.crypto.exception.CipherException;

/** A V3 keystore file, with its passphrase in a file that only its owner may read. */
public final class KeystoreSigner implements Signer {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Credentials credentials;

    private KeystoreSigner(Credentials credentials) {
        this.credentials = credentials;
    }

    public static KeystoreSigner open(Path keystore, Path passphraseFile) {
        requireOwnerOnly(passphraseFile);
        requireOwnerOnly(keystore);
        try {
            String passphrase = Files.readString(passphraseFile).strip();
            return new KeystoreSigner(WalletUtils.loadCredentials(passphrase, keystore.toFile()));
        } catch (IOException | CipherException e) {
            throw new SettlementException(
                    Problem.KEY_UNUSABLE,
                    "The keystore " + keystore + " cannot be opened with the passphrase in " + passphraseFile + ": "
                            + e.getMessage() + ". Check that both files belong together.",
                    e);
        }
    }

    private static void requireOwnerOnly(Path file) {
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new SettlementException(
                        Problem.KEY_UNUSABLE,
                        file + " can be read by others than its owner. Run `chmod 600 " + file + "`.");
            }
        } catch (IOException e) {
            throw new SettlementException(
                    Problem.KEY_UNUSABLE,
                    file + " cannot be read: " + e + ". Check `submitter.keystore` and `submitter.passphrase-file`.",
                    e);
        }
    }

    @Override
    public String address() {
        return credentials.getAddress().toLowerCase(Locale.ROOT);
    }

    @Override
    public SignedTransaction sign(UnsignedTransaction transaction) {
        return SignedTransaction.of(TransactionEncoder.signMessage(transaction.encodable(), credentials));
    }
}

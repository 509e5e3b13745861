package dev.tributary.settlement.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Attempt.Fees;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.WalletUtils;
import org.web3j.crypto.transaction.type.Transaction1559;

final class KeystoreSignerTest {
    private static final Credentials KEY = Credentials.create("0x" + "7".repeat(64));

    private Path keystore;
    private Path passphrase;

    @BeforeEach
    void writeKeystore(@TempDir Path folder) throws Exception {
        passphrase = Files.writeString(folder.resolve("passphrase"), "open sesame\n");
        keystore = folder.resolve(
                WalletUtils.generateWalletFile("open sesame", KEY.getEcKeyPair(), folder.toFile(), false));
        allow(passphrase, "rw-------");
        allow(keystore, "rw-------");
    }

    @Test
    void whatItSignsIsAnEip1559TransactionOfTheKeyWithTheChainId() throws Exception {
        KeystoreSigner signer = KeystoreSigner.open(keystore, passphrase);
        SignedTransaction signed = signer.sign(new UnsignedTransaction(
                31_337, 7, "0x" + "ab".repeat(20), "0x1234", 50_000, new Fees(BigInteger.TEN, BigInteger.ONE)));
        SignedRawTransaction decoded = (SignedRawTransaction) TransactionDecoder.decode(signed.raw());
        assertThat(signed.raw()).startsWith("0x02");
        assertThat(decoded.getFrom()).isEqualTo(KEY.getAddress());
        assertThat(((Transaction1559) decoded.getTransaction()).getChainId()).isEqualTo(31_337);
        assertThat(decoded.getNonce()).isEqualTo(7);
        assertThat(signed.hash()).isEqualTo(Hash.sha3(signed.raw()));
    }

    @Test
    void aPassphraseThatOthersMayReadIsRefused() throws Exception {
        allow(passphrase, "rw-r-----");
        assertUnusable("chmod 600");
    }

    @Test
    void aKeystoreThatOthersMayReadIsRefused() throws Exception {
        allow(keystore, "rw-r--r--");
        assertUnusable("chmod 600");
    }

    @Test
    void aWrongPassphraseIsRefusedWithoutBeingShown() throws Exception {
        Files.writeString(passphrase, "open barley");
        assertThat(assertUnusable("belong together")).doesNotContain("barley");
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        Files.delete(passphrase);
        assertUnusable(passphrase.toString());
    }

    private String assertUnusable(String expected) {
        SettlementException refusal =
                catchThrowableOfType(SettlementException.class, () -> KeystoreSigner.open(keystore, passphrase));
        assertThat(refusal.problem()).isEqualTo(Problem.KEY_UNUSABLE);
        assertThat(refusal).hasMessageContaining(expected);
        return String.valueOf(refusal.getMessage());
    }

    private static void allow(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}

package dev.tributary.settlement.run;

import dev.tributary.chain.SecretUrl;
import dev.tributary.domain.money.Hex;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.config.SettingsException;
import dev.tributary.settlement.vault.KeystoreSigner;
import dev.tributary.settlement.vault.RemoteSigner;
import dev.tributary.settlement.vault.Signer;
import java.nio.file.Path;

/** Where the submitter's key is. It is never a setting, an argument or an environment variable. */
public sealed interface KeySource {
    Signer open();

    /** A V3 keystore file with its passphrase in another file. */
    record Keystore(Path file, Path passphraseFile) implements KeySource {
        @Override
        public Signer open() {
            return KeystoreSigner.open(file, passphraseFile);
        }
    }

    /** A signer that answers {@code eth_signTransaction} for an account. */
    record Remote(SecretUrl url, String address) implements KeySource {
        @Override
        public Signer open() {
            return new RemoteSigner(url.url(), address);
        }
    }

    static KeySource from(Settings settings) {
        if (!settings.hasAddress("submitter.remote-url")) {
            return new Keystore(
                    Path.of(settings.text("submitter.keystore")), Path.of(settings.text("submitter.passphrase-file")));
        }
        if (settings.has("submitter.keystore")) {
            throw SettingsException.invalid(
                    "submitter.keystore",
                    settings.text("submitter.keystore"),
                    "nothing while a remote signer is set: one key, one place");
        }
        String address = settings.text("submitter.address");
        if (!Hex.isAddress(address)) {
            throw SettingsException.invalid("submitter.address", address, "0x and 40 lower-case hex digits");
        }
        return new Remote(new SecretUrl(settings.address("submitter.remote-url")), address);
    }
}

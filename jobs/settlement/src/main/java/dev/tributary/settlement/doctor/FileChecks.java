package dev.tributary.settlement.doctor;

import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.run.KeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The key, the other secrets and the folder for what is published. */
final class FileChecks {
    /** The keystore's own files are checked with the key. */
    private static final List<String> SECRETS = List.of(
            "database.password-file",
            "reader.password-file",
            "migrator.password-file",
            "chain.rpc-url-file",
            "submitter.remote-url-file");

    private final Settings settings;

    FileChecks(Settings settings) {
        this.settings = settings;
    }

    void run(Checkup checkup) {
        checkup.check("key", this::key);
        SECRETS.forEach(key -> checkup.check("file of " + key, () -> secret(key)));
        checkup.check("output", this::output);
    }

    private String key() {
        KeySource source = KeySource.from(settings);
        String address = source.open().address();
        if (source instanceof KeySource.Keystore keystore) {
            return "submitter " + address + ", keystore " + mode(keystore.file()) + ", passphrase "
                    + mode(keystore.passphraseFile());
        }
        throw new NotChecked("the key of " + address + " is with the remote signer, which signs nothing for a check");
    }

    /** A group may read it, as secrets of Kubernetes are readable by the pod's group. */
    private String secret(String key) {
        if (!settings.has(key)) {
            throw new NotChecked("'" + key + "' is not set here");
        }
        if (settings.secret(key).isEmpty()) {
            throw new Finding("the file of '" + key + "' is empty. Write the secret into it.");
        }
        Path file = Path.of(settings.text(key));
        if (permissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new Finding(file + " can be read by everyone (" + mode(file) + "). Run `chmod 600 " + file + "`.");
        }
        return file + " " + mode(file);
    }

    private String output() {
        Path folder = Path.of(settings.text("output.directory"));
        Path existing = folder.toAbsolutePath();
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new SettlementException(
                    Problem.OUTPUT_UNUSABLE,
                    existing + " cannot be written to. Set `output.directory`, or its rights.");
        }
        return folder + " can be written to";
    }

    private static String mode(Path file) {
        return PosixFilePermissions.toString(permissions(file));
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException e) {
            throw new NotChecked("the rights of " + file + " cannot be read: " + e.getMessage());
        }
    }
}

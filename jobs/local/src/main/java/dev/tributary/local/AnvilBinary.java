package dev.tributary.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Finds the executable that the npm package {@code @foundry-rs/anvil} brings for this machine. It is started directly: a
 * kill of {@code npx} would leave the chain itself running.
 */
final class AnvilBinary {
    private AnvilBinary() {}

    /** The executable under the {@code node_modules} of the contracts folder. */
    static Path locate(Path contracts) {
        String platform = operatingSystem(System.getProperty("os.name", ""))
                + "-"
                + architecture(System.getProperty("os.arch", ""));
        Path binary = contracts.resolve("node_modules/@foundry-rs/anvil-" + platform + "/bin/anvil"
                + (platform.startsWith("win32") ? ".exe" : ""));
        if (!Files.isExecutable(binary)) {
            throw new DevChainException("DEV_CHAIN_MISSING: " + binary
                    + " is not there, so no dev chain can be started." + " Run `npm ci` in " + contracts + ".");
        }
        return binary.toAbsolutePath();
    }

    private static String operatingSystem(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("windows")) {
            return "win32";
        }
        return lower.startsWith("mac") ? "darwin" : "linux";
    }

    private static String architecture(String name) {
        return name.equals("aarch64") || name.equals("arm64") ? "arm64" : "amd64";
    }
}

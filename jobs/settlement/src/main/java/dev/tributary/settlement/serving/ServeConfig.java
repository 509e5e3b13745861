package dev.tributary.settlement.serving;

import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.ledger.VaultId;

/**
 * What the endpoint is told.
 *
 * @param host address to listen on
 * @param port 0 for any that is free
 * @param reader login that may read what is published
 */
public record ServeConfig(String host, int port, VaultId vault, DatabaseLogin reader) {
    private static final int LARGEST_PORT = 65_535;

    public ServeConfig {
        if (host.isBlank() || port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("nothing to listen on: " + host + ":" + port);
        }
    }
}

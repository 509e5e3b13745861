package dev.tributary.settlement.ledger;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to write, held by one runner at a time. Whoever takes it over raises the fence, and a runner that slept
 * through that finds its own fence outdated at its next write. Time is the database's, so runners' clocks do not matter.
 */
public final class Lease {
    private static final String ACQUIRE = """
            insert into lease as l (chain_id, vault, fence, holder, expires_at)
            values (?, ?, 1, ?, now() + ? * interval '1 millisecond')
            on conflict (chain_id, vault) do update
                set fence = l.fence + 1, holder = excluded.holder, expires_at = excluded.expires_at
                where l.expires_at <= now()
            returning fence
            """;
    private static final String RENEW = """
            update lease set expires_at = now() + ? * interval '1 millisecond'
            where chain_id = ? and vault = ? and fence = ?
            """;
    private static final String HOLDER = "select holder, fence, expires_at from lease where chain_id = ? and vault = ?";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int LOCK_MILLIS = 1_000;

    private final VaultId vault;
    private final String holder;
    private final long fence;
    private final Duration length;

    private Lease(VaultId vault, String holder, long fence, Duration length) {
        this.vault = vault;
        this.holder = holder;
        this.fence = fence;
        this.length = length;
    }

    /** @throws SettlementException {@link Problem#LEASE_HELD} while another runner holds it */
    public static Lease acquire(Ledger ledger, VaultId vault, String holder, Duration length) {
        return ledger.transaction(false, session -> {
            session.update("set local lock_timeout = '" + LOCK_MILLIS + "ms'");
            Optional<Long> fence = take(session, vault, holder, length);
            if (fence.isEmpty()) {
                throw held(vault, holder(session, vault));
            }
            return new Lease(vault, holder, fence.get(), length);
        });
    }

    public long fence() {
        return fence;
    }

    /** Lets another runner start at once. Releasing a lease that was taken over does nothing. */
    public void release(Ledger ledger) {
        ledger.transaction(false, session -> session.update(RENEW, 0, vault.chainId(), vault.address(), fence));
    }

    /** Extends it, and keeps its row locked until the transaction ends, so that nobody takes over in the middle. */
    void renew(Session session) throws SQLException {
        if (session.update(RENEW, length.toMillis(), vault.chainId(), vault.address(), fence) != 1) {
            throw new SettlementException(
                    Problem.LEASE_LOST,
                    "Runner " + holder + " held fence " + fence + ", and another runner took over since. Nothing was"
                            + " written; the other one goes on.");
        }
    }

    /** A runner in the middle of a long transaction keeps the row locked: then it holds the lease. */
    private static Optional<Long> take(Session session, VaultId vault, String holder, Duration length)
            throws SQLException {
        try {
            return session.first(
                    ACQUIRE, row -> row.getLong(1), vault.chainId(), vault.address(), holder, length.toMillis());
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw held(vault, "a runner that is writing now");
            }
            throw e;
        }
    }

    private static String holder(Session session, VaultId vault) throws SQLException {
        return session.first(
                        HOLDER,
                        row -> row.getString("holder") + " until " + row.getString("expires_at"),
                        vault.chainId(),
                        vault.address())
                .orElse("another runner");
    }

    private static SettlementException held(VaultId vault, String by) {
        return new SettlementException(
                Problem.LEASE_HELD,
                "The lease of vault " + vault.address() + " is held by " + by
                        + ". Wait for it to end; a runner that died lets it expire.");
    }
}

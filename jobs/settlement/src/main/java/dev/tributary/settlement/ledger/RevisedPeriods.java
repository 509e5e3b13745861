package dev.tributary.settlement.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** New revisions of sealed periods, with headers and lines of their own. They are only ever added. */
public final class RevisedPeriods {
    private static final String STORE = """
            insert into revised_period (chain_id, vault, epoch, revision, line_count, lines_hash, header, reason)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String COPY_LINES =
            "copy revised_line (chain_id, vault, epoch, revision, token, account, numerator) from stdin";

    private final VaultId vault;

    public RevisedPeriods(VaultId vault) {
        this.vault = vault;
    }

    public void store(Session session, BatchHeader header, List<AccountLine> lines, int revision, String reason)
            throws SQLException {
        session.update(
                STORE,
                vault.chainId(),
                vault.address(),
                header.epoch(),
                revision,
                header.lineCount(),
                header.linesHash(),
                header.toCanonicalJson(),
                reason);
        CopyIn copy =
                session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(COPY_LINES);
        String prefix = vault.chainId() + "\t" + vault.address() + "\t" + header.epoch() + "\t" + revision + "\t";
        for (AccountLine line : lines) {
            String row = prefix + line.token() + "\t" + line.account() + "\t" + line.numerator() + "\n";
            byte[] bytes = row.getBytes(UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
        }
        copy.endCopy();
    }
}

package dev.tributary.pipelines.connectors;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.SettlementHalted;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the staged lines of a period against its header and inserts the header, in one transaction. The same header
 * again changes nothing. Another header for the same period or epoch, or lines that do not match, halts settlement. An
 * outage is waited out; a longer one fails the job, which commits again after its restart.
 */
final class SealedPeriodCommitter implements Committer<BatchHeader> {
    private static final Logger LOG = LoggerFactory.getLogger(SealedPeriodCommitter.class);

    private final PatientDatabase database;

    SealedPeriodCommitter(PatientDatabase database) {
        this.database = database;
    }

    @Override
    public void commit(Collection<CommitRequest<BatchHeader>> requests) throws IOException, InterruptedException {
        List<BatchHeader> headers = requests.stream()
                .map(CommitRequest::getCommittable)
                .sorted(Comparator.comparingLong(BatchHeader::epoch))
                .toList();
        for (BatchHeader header : headers) {
            database.transact(connection -> seal(connection, header));
        }
    }

    private static void seal(Connection connection, BatchHeader header) throws SQLException {
        if (isSealed(connection, header)) {
            LOG.info("epoch {} is sealed already with the same header", header.epoch());
            return;
        }
        StagedLines staged = StagedLines.read(connection, header);
        if (!staged.match(header)) {
            throw SettlementHalted.because(
                    "STAGED_LINES_MISMATCH",
                    "the staged lines are " + staged.describe() + "; the header is " + header.toCanonicalJson()
                            + ". Nothing was sealed. Find out who else wrote into staged_line.");
        }
        insert(connection, header);
        LOG.info("sealed epoch {}: {} lines", header.epoch(), header.lineCount());
    }

    private static boolean isSealed(Connection connection, BatchHeader header) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select epoch, header from tributary.sealed_period"
                        + " where chain_id = ? and vault = ? and (epoch = ? or period_start = ?)")) {
            statement.setLong(1, header.chainId());
            statement.setString(2, header.vault());
            statement.setLong(3, header.epoch());
            statement.setObject(4, RoyaltyTables.instant(header.periodStartMillis()));
            try (ResultSet rows = statement.executeQuery()) {
                boolean sealed = false;
                while (rows.next()) {
                    if (!rows.getString(2).equals(header.toCanonicalJson())) {
                        throw conflict(header, rows.getString(2));
                    }
                    sealed = true;
                }
                return sealed;
            }
        }
    }

    private static SuppressRestartsException conflict(BatchHeader header, String sealed) {
        return SettlementHalted.because(
                "SEALED_PERIOD_CONFLICT",
                "sealed is " + sealed + "; refused was " + header.toCanonicalJson()
                        + ". Two runs of the same logs disagree: compare their releases and their inputs.");
    }

    private static void insert(Connection connection, BatchHeader header) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into tributary.sealed_period (chain_id, vault, epoch, period_start, period_end, line_count,"
                        + " lines_hash, header) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setLong(1, header.chainId());
            statement.setString(2, header.vault());
            statement.setLong(3, header.epoch());
            statement.setObject(4, RoyaltyTables.instant(header.periodStartMillis()));
            statement.setObject(5, RoyaltyTables.instant(header.periodEndMillis()));
            statement.setLong(6, header.lineCount());
            statement.setString(7, header.linesHash());
            statement.setString(8, header.toCanonicalJson());
            statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        database.close();
    }
}

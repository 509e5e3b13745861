package dev.tributary.pipelines.connectors;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the staged lines of a period really add up to.
 *
 * @param numerators sum per token, 10^-24 base units
 */
record StagedLines(long count, String hash, Map<String, BigInteger> numerators) {
    private static final int FETCHED_ROWS = 5_000;

    static StagedLines read(Connection connection, BatchHeader header) throws SQLException {
        long period = header.periodStartMillis() / (header.periodEndMillis() - header.periodStartMillis());
        long count = 0;
        LinesDigest digest = LinesDigest.EMPTY;
        Map<String, BigInteger> numerators = new TreeMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select token, account, numerator from tributary.staged_line"
                        + " where chain_id = ? and vault = ? and period_start = ?")) {
            statement.setLong(1, header.chainId());
            statement.setString(2, header.vault());
            statement.setObject(3, RoyaltyTables.instant(header.periodStartMillis()));
            statement.setFetchSize(FETCHED_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    AccountLine line = new AccountLine(
                            period,
                            rows.getString(1),
                            rows.getString(2),
                            rows.getBigDecimal(3).toBigIntegerExact());
                    count++;
                    digest = digest.plus(line);
                    numerators.merge(line.token(), line.numerator(), BigInteger::add);
                }
            }
        }
        return new StagedLines(count, digest.hex(), numerators);
    }

    boolean match(BatchHeader header) {
        // A token of which only balances or suspense moved has no lines.
        Map<String, BigInteger> expected = header.tokens().stream()
                .filter(totals -> totals.linesNumerator().signum() != 0)
                .collect(Collectors.toMap(TokenTotals::token, TokenTotals::linesNumerator));
        return count == header.lineCount() && hash.equals(header.linesHash()) && numerators.equals(expected);
    }

    String describe() {
        return count + " with hash " + hash + " and sums " + numerators;
    }
}

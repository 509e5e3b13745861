package dev.tributary.local.settlement;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.settlement.ledger.VaultId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Seals periods as the RoyaltyJob would: lines and a header that they match. */
final class HandSealed {
    static final long PERIOD_MILLIS = 10_000;
    private static final long FIRST_PERIOD = 178_000_000;

    private final DatabaseLogin jobs;
    private final VaultId vault;
    private final Map<String, BigInteger> sealed = new TreeMap<>();

    HandSealed(DatabaseLogin jobs, VaultId vault) {
        this.jobs = jobs;
        this.vault = vault;
    }

    /** Starts again with nothing sealed. */
    void forget() {
        sealed.clear();
    }

    static AccountLine line(long epoch, String token, String account, BigInteger numerator) {
        return new AccountLine(FIRST_PERIOD + epoch, token, account, numerator);
    }

    /** The first line of every token counts as its fee; per token the numerators must be whole micro units. */
    void seal(long epoch, List<AccountLine> lines) throws SQLException {
        try (Connection connection = jobs.connect()) {
            connection.setSchema("tributary");
            for (AccountLine line : lines) {
                stage(connection, line);
            }
            insertHeader(connection, header(epoch, lines));
            accountFor(connection, (FIRST_PERIOD + epoch) * PERIOD_MILLIS);
        }
    }

    /** Seals what was computed somewhere else; its periods have this length too. */
    void seal(BatchHeader header, List<AccountLine> lines) throws SQLException {
        try (Connection connection = jobs.connect()) {
            connection.setSchema("tributary");
            for (AccountLine line : lines) {
                stage(connection, line);
            }
            insertHeader(connection, header);
            accountFor(connection, header.periodStartMillis());
        }
    }

    private void stage(Connection connection, AccountLine line) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into staged_line values (?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, vault.chainId());
            insert.setString(2, vault.address());
            insert.setTimestamp(3, new Timestamp(line.period() * PERIOD_MILLIS));
            insert.setString(4, line.token());
            insert.setString(5, line.account());
            insert.setBigDecimal(6, new BigDecimal(line.numerator()));
            insert.executeUpdate();
        }
    }

    private void insertHeader(Connection connection, BatchHeader header) throws SQLException {
        String columns = "chain_id, vault, epoch, period_start, period_end, line_count, lines_hash, header";
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into sealed_period (" + columns + ") values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, vault.chainId());
            insert.setString(2, vault.address());
            insert.setLong(3, header.epoch());
            insert.setTimestamp(4, new Timestamp(header.periodStartMillis()));
            insert.setTimestamp(5, new Timestamp(header.periodEndMillis()));
            insert.setLong(6, header.lineCount());
            insert.setString(7, header.linesHash());
            insert.setString(8, header.toCanonicalJson());
            insert.executeUpdate();
        }
    }

    /** Ten usage lines, all counted. */
    private void accountFor(Connection connection, long periodStartMillis) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into line_period values (?, ?, ?, true, 10, 10, 0, '{}')")) {
            insert.setLong(1, vault.chainId());
            insert.setString(2, vault.address());
            insert.setTimestamp(3, new Timestamp(periodStartMillis));
            insert.executeUpdate();
        }
    }

    /** What the lines of an epoch are sealed with; counts them as sealed. */
    BatchHeader header(long epoch, List<AccountLine> lines) {
        LinesDigest digest = LinesDigest.EMPTY;
        Map<String, BigInteger> sums = new TreeMap<>();
        Map<String, BigInteger> fees = new TreeMap<>();
        for (AccountLine line : lines) {
            digest = digest.plus(line);
            sums.merge(line.token(), line.numerator(), BigInteger::add);
            fees.putIfAbsent(line.token(), line.numerator());
        }
        List<TokenTotals> totals = sums.entrySet().stream()
                .map(sum -> totals(sum.getKey(), sum.getValue(), fees.getOrDefault(sum.getKey(), BigInteger.ZERO)))
                .toList();
        long start = (FIRST_PERIOD + epoch) * PERIOD_MILLIS;
        return new BatchHeader(
                vault.chainId(),
                vault.address(),
                epoch,
                start,
                start + PERIOD_MILLIS,
                lines.size(),
                digest.hex(),
                totals,
                List.of(epoch * 10, epoch * 10 + 1),
                epoch);
    }

    /** Sales brought exactly what the lines give. */
    private TokenTotals totals(String token, BigInteger sum, BigInteger fee) {
        BigInteger everSealed = sealed.merge(token, sum, BigInteger::add);
        return new TokenTotals(
                token,
                sum,
                sum.divide(Units.NUMERATOR_PER_MICRO),
                fee,
                sum.subtract(fee),
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                everSealed.divide(Units.NUMERATOR_PER_MICRO),
                BigInteger.ZERO,
                BigInteger.ZERO);
    }
}

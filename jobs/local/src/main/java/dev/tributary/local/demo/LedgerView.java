package dev.tributary.local.demo;

import dev.tributary.domain.settlement.Leaf;
import dev.tributary.local.DatabaseLogin;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the tables say, read through the views that everyone may see; proofs as the settlement run keeps them. */
final class LedgerView {
    private static final int HASH_BYTES = 32;

    private final DatabaseLogin reader;
    private final DatabaseLogin settlement;

    LedgerView(DatabaseLogin reader, DatabaseLogin settlement) {
        this.reader = reader;
        this.settlement = settlement;
    }

    /** Usage or revenue summed per model. */
    record ModelUsage(
            long lines,
            BigInteger inputTokens,
            BigInteger outputTokens,
            BigInteger computeMillis,
            BigInteger revenueMicro) {
        static final ModelUsage NONE =
                new ModelUsage(0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
    }

    /** A leaf of the accepted tree with its proof. */
    record ClaimableLeaf(Leaf leaf, List<byte[]> proof) {}

    /** How far settlement is: periods sealed, newest epoch that the vault has accepted. */
    record Epochs(long sealed, long accepted) {}

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Lines by {@code reported}, {@code counted}, {@code duplicate}, {@code rejected.REASON} and {@code pending}. */
    Map<String, Long> lines() {
        Map<String, Long> lines = new LinkedHashMap<>();
        query(
                reader,
                "select name, lines from tributary.line_accounts order by name",
                row -> lines.put(row.getString(1), row.getLong(2)));
        return lines;
    }

    Epochs epochs() {
        return query(reader, """
                        select count(*), coalesce(max(epoch) filter (where state in ('ACCEPTED', 'FINAL')), 0)
                        from tributary.epoch_status
                        """, row -> new Epochs(row.getLong(1), row.getLong(2)))
                .get(0);
    }

    Map<String, ModelUsage> ownUsage() {
        return usage("tributary.usage_by_minute");
    }

    /** Of the descendants of each model. */
    Map<String, ModelUsage> downstreamUsage() {
        return usage("tributary.downstream_usage_by_period");
    }

    /** 10^-24 base units by account, over all sealed batches. */
    Map<String, BigInteger> earnedNumerators() {
        Map<String, BigInteger> earned = new LinkedHashMap<>();
        query(
                reader,
                "select account, sum(numerator) from tributary.batch_line group by account order by 2 desc",
                row -> earned.put(row.getString(1), integer(row, 2)));
        return earned;
    }

    /** Canonical JSON of the headers, by epoch. */
    List<String> headers() {
        return query(reader, "select header from tributary.sealed_batch order by epoch", row -> row.getString(1));
    }

    /** Base units claimed, as the chain's log told it. */
    BigInteger claimed() {
        return query(reader, "select coalesce(sum(amount), 0) from tributary.claimed", row -> integer(row, 1))
                .get(0);
    }

    /** Every leaf of an epoch's tree. */
    List<ClaimableLeaf> leaves(long epoch) {
        return query(
                settlement,
                "select account, token, cumulative, siblings from tributary.proof where epoch = " + epoch
                        + " order by account, token",
                row -> new ClaimableLeaf(
                        new Leaf(row.getString(1), row.getString(2), integer(row, 3)), hashes(row.getBytes(4))));
    }

    private Map<String, ModelUsage> usage(String view) {
        Map<String, ModelUsage> usage = new LinkedHashMap<>();
        query(
                reader,
                "select model, sum(lines), sum(input_tokens), sum(output_tokens), sum(compute_millis), sum(revenue_micro)"
                        + " from " + view + " group by model",
                row -> usage.put(
                        row.getString(1),
                        new ModelUsage(
                                row.getLong(2), integer(row, 3), integer(row, 4), integer(row, 5), integer(row, 6))));
        return usage;
    }

    private static BigInteger integer(ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }

    private static List<byte[]> hashes(byte[] joined) {
        List<byte[]> hashes = new ArrayList<>();
        for (int at = 0; at < joined.length; at += HASH_BYTES) {
            hashes.add(Arrays.copyOfRange(joined, at, at + HASH_BYTES));
        }
        return hashes;
    }

    private static <T> List<T> query(DatabaseLogin login, String query, RowReader<T> reader) {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<T> results = new ArrayList<>();
            while (rows.next()) {
                results.add(reader.read(rows));
            }
            return results;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read the tables: " + e.getMessage(), e);
        }
    }
}

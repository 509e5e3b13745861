package dev.tributary.local.demo;

import dev.tributary.chain.Deployment;
import dev.tributary.local.DatabaseLogin;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of one deployment with one role's rights. */
record TableReader(DatabaseLogin login, Deployment deployment) {
    /** The first condition of every query: its two parameters are chain and vault. */
    static final String OF_DEPLOYMENT = " where chain_id = ? and vault = ? ";

    /** Makes a row of a result into something of ours. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> query(String query, RowReader<T> reader) {
        try (Connection connection = login.connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, deployment.chainId());
            statement.setString(2, deployment.address(Deployment.ROYALTY_VAULT));
            List<T> results = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    results.add(reader.read(rows));
                }
            }
            return results;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read the tables: " + e.getMessage(), e);
        }
    }

    static BigInteger integer(ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }
}

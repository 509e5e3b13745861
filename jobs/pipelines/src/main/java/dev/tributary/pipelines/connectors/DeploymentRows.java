package dev.tributary.pipelines.connectors;

import java.io.Serializable;

/**
 * The rows of one deployment. Every table is keyed by chain and vault, so that one database serves several.
 *
 * @param vault the contract that the deployment settles with
 */
public record DeploymentRows(DatabaseAccess access, long chainId, String vault) implements Serializable {

    /** The first two parameters of the statement are chain and vault; the binder takes the others. */
    <T> UpsertSink<T> upsert(String statement, RowBinder<T> columns) {
        return new UpsertSink<>(access, RowsStatement.batched(statement, (prepared, row) -> {
            prepared.setLong(1, chainId);
            prepared.setString(2, vault);
            columns.bind(prepared, row);
        }));
    }
}

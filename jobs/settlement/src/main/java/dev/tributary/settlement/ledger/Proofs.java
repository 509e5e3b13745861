package dev.tributary.settlement.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.Manifest;
import dev.tributary.domain.settlement.MerkleTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** What a proved batch publishes: manifest, tree, totals per token and one proof per leaf. */
public final class Proofs {
    private static final int HASH_BYTES = 32;
    private static final HexFormat DIGITS = HexFormat.of();
    private static final String DESCRIBE = """
            update batch set previous_root = ?, root = ?, manifest = ?, manifest_hash = ?, proved_at_block = ?,
                leaf_count = ?
            where chain_id = ? and vault = ? and epoch = ?
            """;
    private static final String STORE_TOKEN = """
            insert into batch_token (chain_id, vault, epoch, token, cumulative, residual_numerator)
            values (?, ?, ?, ?, ?, ?)
            """;
    private static final String STORE_DUMP = "insert into tree_dump (chain_id, vault, epoch, dump) values (?, ?, ?, ?)";
    private static final String COPY_PROOFS =
            "copy proof (chain_id, vault, epoch, account, token, cumulative, siblings) from stdin";
    private static final String OF_ACCOUNT = """
            select p.*, b.root from proof p join batch b using (chain_id, vault, epoch)
            where p.chain_id = ? and p.vault = ? and p.epoch = ? and p.account = ? order by p.token
            """;
    private static final String TOTALS =
            "select token, cumulative from batch_token where chain_id = ? and vault = ? and epoch = ?";
    private static final String PRUNE = "delete from proof where chain_id = ? and vault = ? and epoch < ?";

    private final VaultId vault;

    public Proofs(VaultId vault) {
        this.vault = vault;
    }

    /** Replaces whatever an earlier proof of the same epoch left. */
    public void store(Session session, long epoch, Manifest manifest, MerkleTree tree, long atBlock)
            throws SQLException {
        for (String table : List.of("batch_token", "proof", "tree_dump")) {
            session.update(
                    "delete from " + table + " where chain_id = ? and vault = ? and epoch = ?",
                    vault.chainId(),
                    vault.address(),
                    epoch);
        }
        session.update(
                DESCRIBE,
                manifest.previousRoot(),
                manifest.root(),
                manifest.canonicalJson(),
                manifest.hash(),
                atBlock,
                tree.leaves().size(),
                vault.chainId(),
                vault.address(),
                epoch);
        for (Map.Entry<String, BigInteger> total : manifest.cumulativeTotals().entrySet()) {
            session.update(
                    STORE_TOKEN,
                    vault.chainId(),
                    vault.address(),
                    epoch,
                    total.getKey(),
                    total.getValue(),
                    manifest.residualNumerators().getOrDefault(total.getKey(), BigInteger.ZERO));
        }
        session.update(STORE_DUMP, vault.chainId(), vault.address(), epoch, gzip(tree.dump()));
        copyProofs(session, epoch, tree);
    }

    /** The proofs of one account, by token. */
    public List<StoredProof> ofAccount(Session session, long epoch, String account) throws SQLException {
        return session.query(OF_ACCOUNT, Proofs::storedProof, vault.chainId(), vault.address(), epoch, account);
    }

    /** What a proposal of the epoch carries: cumulative base units by token. */
    public SortedMap<String, BigInteger> totals(Session session, long epoch) throws SQLException {
        SortedMap<String, BigInteger> totals = new TreeMap<>();
        session.query(
                TOTALS,
                row -> totals.put(row.getString("token"), Session.integer(row, "cumulative")),
                vault.chainId(),
                vault.address(),
                epoch);
        return totals;
    }

    /** Claims use the last accepted root alone, so proofs of epochs before a final one serve nobody. */
    public void prune(Session session, long finalEpoch) throws SQLException {
        session.update(PRUNE, vault.chainId(), vault.address(), finalEpoch);
    }

    private void copyProofs(Session session, long epoch, MerkleTree tree) throws SQLException {
        CopyIn copy =
                session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(COPY_PROOFS);
        String prefix = vault.chainId() + "\t" + vault.address() + "\t" + epoch + "\t";
        List<Leaf> leaves = tree.leaves();
        byte[] siblings = new byte[tree.longestProof()];
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            String row = prefix + leaf.account() + "\t" + leaf.token() + "\t" + leaf.cumulative() + "\t\\\\x"
                    + DIGITS.formatHex(siblings, 0, tree.proof(i, siblings, 0)) + "\n";
            byte[] bytes = row.getBytes(UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
        }
        copy.endCopy();
    }

    static StoredProof storedProof(ResultSet row) throws SQLException {
        byte[] siblings = row.getBytes("siblings");
        List<String> path = new ArrayList<>();
        for (int at = 0; at < siblings.length; at += HASH_BYTES) {
            path.add(Hex.of(siblings, at, at + HASH_BYTES));
        }
        return new StoredProof(
                row.getLong("epoch"),
                row.getString("root"),
                new Leaf(row.getString("account"), row.getString("token"), Session.integer(row, "cumulative")),
                path);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

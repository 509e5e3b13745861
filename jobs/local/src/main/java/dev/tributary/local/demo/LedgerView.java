package dev.tributary.local.demo;

import static dev.tributary.local.demo.TableReader.OF_DEPLOYMENT;
import static dev.tributary.local.demo.TableReader.integer;

import dev.tributary.domain.settlement.Leaf;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the tables say of one deployment, read through the views that everyone may see; proofs as the settlement run keeps
 * them.
 */
final class LedgerView {
    private static final int HASH_BYTES = 32;

    private final TableReader reader;
    private final TableReader settlement;

    LedgerView(TableReader reader, TableReader settlement) {
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

    /** Lines by {@code reported}, {@code counted}, {@code duplicate}, {@code rejected.REASON} and {@code pending}. */
    Map<String, Long> lines() {
        Map<String, Long> lines = new LinkedHashMap<>();
        reader.query(
                "select name, lines from tributary.line_accounts" + OF_DEPLOYMENT + "order by name",
                row -> lines.put(row.getString(1), row.getLong(2)));
        return lines;
    }

    Epochs epochs() {
        return reader.query("""
                        select count(*), coalesce(max(epoch) filter (where state in ('ACCEPTED', 'FINAL')), 0)
                        from tributary.epoch_status
                        """ + OF_DEPLOYMENT, row -> new Epochs(row.getLong(1), row.getLong(2)))
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
        reader.query(
                "select account, sum(numerator) from tributary.batch_line" + OF_DEPLOYMENT
                        + "group by account order by 2 desc",
                row -> earned.put(row.getString(1), integer(row, 2)));
        return earned;
    }

    /** Canonical JSON of the headers, by epoch. */
    List<String> headers() {
        return reader.query(
                "select header from tributary.sealed_batch" + OF_DEPLOYMENT + "order by epoch",
                row -> row.getString(1));
    }

    /** Base units claimed, as the chain's log told it. */
    BigInteger claimed() {
        return reader.query(
                        "select coalesce(sum(amount), 0) from tributary.claimed" + OF_DEPLOYMENT,
                        row -> integer(row, 1))
                .get(0);
    }

    /** 10^-24 base units held for frozen models. */
    BigInteger suspended() {
        return reader.query(
                        "select coalesce(sum(numerator), 0) from tributary.suspense_held" + OF_DEPLOYMENT,
                        row -> integer(row, 1))
                .get(0);
    }

    /** Every leaf of an epoch's tree. */
    List<ClaimableLeaf> leaves(long epoch) {
        return settlement.query(
                "select account, token, cumulative, siblings from tributary.proof" + OF_DEPLOYMENT + "and epoch = "
                        + epoch + " order by account, token",
                row -> new ClaimableLeaf(
                        new Leaf(row.getString(1), row.getString(2), integer(row, 3)), hashes(row.getBytes(4))));
    }

    private Map<String, ModelUsage> usage(String view) {
        Map<String, ModelUsage> usage = new LinkedHashMap<>();
        reader.query(
                "select model, sum(lines), sum(input_tokens), sum(output_tokens), sum(compute_millis), sum(revenue_micro)"
                        + " from " + view + OF_DEPLOYMENT + "group by model",
                row -> usage.put(
                        row.getString(1),
                        new ModelUsage(
                                row.getLong(2), integer(row, 3), integer(row, 4), integer(row, 5), integer(row, 6))));
        return usage;
    }

    private static List<byte[]> hashes(byte[] joined) {
        List<byte[]> hashes = new ArrayList<>();
        for (int at = 0; at < joined.length; at += HASH_BYTES) {
            hashes.add(Arrays.copyOfRange(joined, at, at + HASH_BYTES));
        }
        return hashes;
    }
}

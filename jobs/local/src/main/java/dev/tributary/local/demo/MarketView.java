package dev.tributary.local.demo;

import static dev.tributary.local.demo.TableReader.OF_DEPLOYMENT;
import static dev.tributary.local.demo.TableReader.integer;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tables say of sales, read through the views that everyone may see. */
record MarketView(TableReader tables) {

    /**
     * What a model scores and asks for beside its competitors.
     *
     * @param rank among the verified models of its format, from 1
     * @param licencePrice in base units; zero for a model that is not for sale
     * @param minimumScorePpm the score that a sale needs
     */
    record Score(
            String model,
            String format,
            long rank,
            BigInteger scorePpm,
            long round,
            long reports,
            BigInteger accuracyPpm,
            BigInteger diversityPpm,
            BigInteger absencePpm,
            BigInteger costPpm,
            BigInteger licencePrice,
            BigInteger minimumScorePpm,
            boolean passRequired) {}

    /**
     * A purchase as it stands. Amounts in base units.
     *
     * @param netTo SELLER or VAULT; null unless released, as pass, fee and net are
     * @param refundedFor SCORE or DEADLINE; null unless refunded
     */
    record Purchase(
            long number,
            String model,
            String buyer,
            BigInteger price,
            String state,
            @Nullable String refundedFor,
            @Nullable String netTo,
            @Nullable BigInteger pass,
            @Nullable BigInteger fee,
            @Nullable BigInteger net) {}

    /** Of every model that is verified now, best first within a format. */
    List<Score> scores() {
        return tables.query(
                "select model, format, rank_in_format, score_ppm, round, reports, accuracy_ppm, diversity_ppm,"
                        + " absence_ppm, cost_ppm, licence_price, minimum_score_ppm, pass_required"
                        + " from tributary.model_score" + OF_DEPLOYMENT
                        + "and state = 'VERIFIED' order by format, rank_in_format, model",
                row -> new Score(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        integer(row, 4),
                        row.getLong(5),
                        row.getLong(6),
                        integer(row, 7),
                        integer(row, 8),
                        integer(row, 9),
                        integer(row, 10),
                        integer(row, 11),
                        integer(row, 12),
                        row.getBoolean(13)));
    }

    /** What a licence costs now, in base units, by model. */
    Map<String, BigInteger> licencePrices() {
        Map<String, BigInteger> prices = new HashMap<>();
        tables.query(
                "select model, licence_price from tributary.announced_terms" + OF_DEPLOYMENT + "and state = 'IN_FORCE'",
                row -> prices.put(row.getString(1), integer(row, 2)));
        return prices;
    }

    /** In the order of their numbers. */
    List<Purchase> purchases() {
        return tables.query(
                "select purchase, model, buyer, price, state, refunded_for, net_to, pass, fee, net"
                        + " from tributary.purchase_status" + OF_DEPLOYMENT + "order by purchase",
                row -> new Purchase(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        integer(row, 4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        orNull(row, 8),
                        orNull(row, 9),
                        orNull(row, 10)));
    }

    /** Base units locked, over all purchases. */
    BigInteger escrow() {
        return tables.query(
                        "select coalesce(sum(amount), 0) from tributary.escrow_held" + OF_DEPLOYMENT,
                        row -> integer(row, 1))
                .get(0);
    }

    /** By account, those that have any. */
    Map<String, Long> strikes() {
        Map<String, Long> strikes = new HashMap<>();
        tables.query(
                "select account, strikes from tributary.account_strikes" + OF_DEPLOYMENT,
                row -> strikes.put(row.getString(1), row.getLong(2)));
        return strikes;
    }

    /** Passes by state. */
    Map<String, Long> passes() {
        Map<String, Long> passes = new HashMap<>();
        tables.query(
                "select state, count(*) from tributary.pass_status" + OF_DEPLOYMENT + "group by state",
                row -> passes.put(row.getString(1), row.getLong(2)));
        return passes;
    }

    private static @Nullable BigInteger orNull(ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column) == null ? null : integer(row, column);
    }
}

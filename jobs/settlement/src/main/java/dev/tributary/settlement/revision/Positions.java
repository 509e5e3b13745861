package dev.tributary.settlement.revision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is not paid out after an epoch, whose it is: balances and unfunded charges of payers in 10^-6 base units, and what
 * is held for models in 10^-24. Zero is left out.
 *
 * @param amounts by what it is, in words
 */
record Positions(SortedMap<String, BigInteger> amounts) {
    private static final String PAYERS = """
            select distinct on (token, payer) token, payer, balance_micro, unfunded_micro from payer_position
            where chain_id = ? and vault = ? and period_start <= ? order by token, payer, period_start desc
            """;
    private static final String SUSPENSE = """
            select distinct on (token, model) token, model, numerator from suspense
            where chain_id = ? and vault = ? and period_start <= ? order by token, model, period_start desc
            """;

    /** Of one epoch in a replay's {@code batches.json}. */
    static Positions of(JsonNode batch) {
        Positions positions = new Positions(new TreeMap<>());
        batch.path("balances").forEach(of -> positions.add("balance of payer", of.path("payer"), of, of.path("micro")));
        batch.path("unfunded")
                .forEach(of -> positions.add("unfunded charges of payer", of.path("payer"), of, of.path("micro")));
        batch.path("suspense")
                .forEach(of -> positions.add("suspense of model", of.path("model"), of, of.path("numerator")));
        return positions;
    }

    /** As RoyaltyJob wrote them at the close of a period and before. */
    static Positions after(Session session, VaultId vault, Instant periodStart) throws SQLException {
        Positions positions = new Positions(new TreeMap<>());
        session.each(
                PAYERS,
                row -> {
                    String payer = row.getString("payer");
                    String token = row.getString("token");
                    positions.add("balance of payer", payer, token, Session.integer(row, "balance_micro"));
                    positions.add("unfunded charges of payer", payer, token, Session.integer(row, "unfunded_micro"));
                },
                vault.chainId(),
                vault.address(),
                periodStart);
        session.each(
                SUSPENSE,
                row -> positions.add(
                        "suspense of model",
                        row.getString("model"),
                        row.getString("token"),
                        Session.integer(row, "numerator")),
                vault.chainId(),
                vault.address(),
                periodStart);
        return positions;
    }

    /** The first that is not the same, in words: what it is here, and what it is there. */
    Optional<String> difference(Positions replayed) {
        SortedSet<String> all = new TreeSet<>(amounts.keySet());
        all.addAll(replayed.amounts.keySet());
        return all.stream()
                .filter(of -> !Objects.equals(amounts.get(of), replayed.amounts.get(of)))
                .findFirst()
                .map(of -> "the " + of + " is " + amounts.getOrDefault(of, BigInteger.ZERO) + " here and "
                        + replayed.amounts.getOrDefault(of, BigInteger.ZERO) + " in the replay");
    }

    private void add(String what, JsonNode whose, JsonNode of, JsonNode amount) {
        add(what, whose.asText(), of.path("token").asText(), new BigInteger(amount.asText()));
    }

    private void add(String what, String whose, String token, BigInteger amount) {
        if (amount.signum() != 0) {
            amounts.put(what + " " + whose + " in token " + token, amount);
        }
    }
}

package dev.tributary.settlement.run;

import java.util.List;

/**
 * Everything that the settlement run measures, all of it as gauges with the labels {@code chain} and {@code vault}. The
 * names are an interface: dashboards and alerts are written with them.
 */
public enum SettlementMetric {
    BATCHES("tributary_settlement_batches", From.TABLES, "state", "batches", "Batches by state."),
    OLDEST_OPEN_SECONDS(
            "tributary_settlement_oldest_open_seconds",
            From.TABLES,
            "",
            "seconds",
            "Age of the oldest sealed period that is not final; 0 without."),
    UNSETTLED(
            "tributary_settlement_unsettled_base_units",
            From.TABLES,
            "token",
            "base units",
            "Earned in sealed periods and in no accepted root, by token."),
    UNFUNDED(
            "tributary_settlement_unfunded_base_units",
            From.TABLES,
            "token",
            "base units",
            "Charges that wait for a deposit of their payer after the newest sealed period, by token."),
    TRANSACTION_PENDING_SECONDS(
            "tributary_settlement_transaction_pending_seconds",
            From.TABLES,
            "",
            "seconds",
            "Since the transaction in flight was first signed; 0 without."),
    FEE_SPENT_WEI(
            "tributary_settlement_fee_spent_wei",
            From.RUN,
            "account",
            "wei",
            "Cost of all transactions that ended, by account."),
    CONSERVATION_ERROR(
            "tributary_settlement_conservation_error_base_units",
            From.TABLES,
            "token",
            "base units",
            "Total of the newest proved root less the sum of its leaves, by token; anything but 0 is an alarm."),
    UNACCOUNTED_LINES(
            "tributary_settlement_unaccounted_lines",
            From.TABLES,
            "",
            "lines",
            "Usage lines reported that the tables have neither as counted, duplicate, rejected nor pending; anything but 0"
                    + " is an alarm."),
    CLAIMED(
            "tributary_settlement_claimed_base_units",
            From.TABLES,
            "token",
            "base units",
            "Paid out by the vault, by token."),
    CLAIMS("tributary_settlement_claims", From.TABLES, "", "claims", "Claims paid out by the vault."),
    SUBMITTER_BALANCE(
            "tributary_settlement_submitter_balance_wei",
            From.NODE,
            "account",
            "wei",
            "What the submitter's account holds for fees at the latest block."),
    TRANSACTION_FEE_LIMIT(
            "tributary_settlement_transaction_fee_limit_wei",
            From.RUN,
            "",
            "wei",
            "The most that one transaction may cost by `fee.max-per-transaction-wei`."),
    CHALLENGE_WINDOW(
            "tributary_settlement_challenge_window_seconds",
            From.NODE,
            "",
            "seconds",
            "How long a proposal waits at the vault before it can be accepted."),
    VAULT_HOLDINGS(
            "tributary_settlement_vault_holdings_base_units",
            From.NODE,
            "token",
            "base units",
            "The vault's balance of a listed token at the finalized block."),
    VAULT_OBLIGATIONS(
            "tributary_settlement_vault_obligations_base_units",
            From.NODE,
            "token",
            "base units",
            "What the vault received of a listed token and has not paid out, at the same block; it never holds less."),
    CLAIMS_TRIED(
            "tributary_settlement_claims_tried",
            From.NODE,
            "",
            "claims",
            "Open claims that the last pass tried out on the latest block, without sending them."),
    CLAIMS_FAILING(
            "tributary_settlement_claims_failing",
            From.NODE,
            "",
            "claims",
            "Of them those that the vault or its token would refuse."),
    LAST_PASS_SECONDS(
            "tributary_settlement_last_pass_timestamp_seconds",
            From.RUN,
            "",
            "Unix time in seconds",
            "When a pass last came to its end; 0 before the first."),
    LAST_PASS_PROBLEM(
            "tributary_settlement_last_pass_problem",
            From.RUN,
            "code",
            "0 or 1",
            "1 for the code of the problem that cut the last pass short; `NONE` without.");

    /** Where it comes from, and so who can tell it. */
    enum From {
        /** The tables, which every reader has. */
        TABLES,
        /** The program that settles. */
        RUN,
        /** What that program asked the node at the end of a pass; absent until it did. */
        NODE
    }

    private final String metricName;
    private final From from;
    private final String label;
    private final String unit;
    private final String meaning;

    SettlementMetric(String metricName, From from, String label, String unit, String meaning) {
        this.metricName = metricName;
        this.from = from;
        this.label = label;
        this.unit = unit;
        this.meaning = meaning;
    }

    /** Whether only the program that settles can tell it; the others are in the tables. */
    public boolean isOfARun() {
        return from != From.TABLES;
    }

    /** As Prometheus sees it. */
    public String metricName() {
        return metricName;
    }

    public List<String> labels() {
        return label.isEmpty() ? List.of("chain", "vault") : List.of("chain", "vault", label);
    }

    String label() {
        return label;
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }
}

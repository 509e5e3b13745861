package dev.tributary.settlement.run;

/** Everything that the settlement run measures. The names are an interface: dashboards and alerts are written with them. */
public enum SettlementMetric {
    BATCHES("tributary_settlement_batches", "Batches by state."),
    OLDEST_OPEN_SECONDS(
            "tributary_settlement_oldest_open_seconds",
            "Age of the oldest sealed period that is not final; 0 without."),
    UNSETTLED(
            "tributary_settlement_unsettled_base_units", "Earned in sealed periods and in no accepted root, by token."),
    TRANSACTION_PENDING_SECONDS(
            "tributary_settlement_transaction_pending_seconds",
            "Since the transaction in flight was first signed; 0 without."),
    FEE_SPENT_WEI("tributary_settlement_fee_spent_wei", "Cost of all transactions that ended, by account."),
    CONSERVATION_ERROR(
            "tributary_settlement_conservation_error_base_units",
            "Total of the newest proved root less the sum of its leaves, by token; anything but 0 is an alarm."),
    CLAIMED("tributary_settlement_claimed_base_units", "Paid out by the vault, by token."),
    CLAIMS("tributary_settlement_claims", "Claims paid out by the vault."),
    LAST_PASS_SECONDS(
            "tributary_settlement_last_pass_timestamp_seconds", "When a pass last came to its end, in Unix time."),
    LAST_PASS_PROBLEM(
            "tributary_settlement_last_pass_problem", "1 for the code of the problem that cut the last pass short.");

    private final String metricName;
    private final String help;

    SettlementMetric(String metricName, String help) {
        this.metricName = metricName;
        this.help = help;
    }

    /** Whether only the program that settles can tell it; the others are in the tables. */
    boolean isOfARun() {
        return this == FEE_SPENT_WEI || this == LAST_PASS_SECONDS || this == LAST_PASS_PROBLEM;
    }

    /** As Prometheus sees it. */
    public String metricName() {
        return metricName;
    }

    public String help() {
        return help;
    }
}

package dev.tributary.settlement.reconciliation;

import java.math.BigInteger;

/** From one account of the books to another, in 10^-24 base units. */
public record Posting(long epoch, String reason, String token, String debit, String credit, BigInteger amount) {
    private static final String CLAIM = "CLAIM";

    boolean isClaim() {
        return reason.equals(CLAIM);
    }

    @Override
    public String toString() {
        return reason + " of " + Amounts.units(amount) + " base units of " + token + ", epoch " + epoch + ", debit "
                + debit + ", credit " + credit;
    }
}

package dev.tributary.settlement.reconciliation;

import java.math.BigInteger;

/** Both sides of a ledger account since the beginning, in 10^-24 base units. */
public record LedgerBalance(String token, String account, BigInteger debited, BigInteger credited) {
    BigInteger creditBalance() {
        return credited.subtract(debited);
    }
}

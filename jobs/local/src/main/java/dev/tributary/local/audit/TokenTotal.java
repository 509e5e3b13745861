package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.SortedMap;

/**
 * What moved in one token since the epoch before.
 *
 * @param amounts by kind; kinds that did not happen are missing
 */
public record TokenTotal(String token, SortedMap<Kind, BigInteger> amounts) {
    public enum Kind {
        /** Funded charges, in micro units. */
        REVENUE,
        /** Accrued to the treasury as the platform fee, in 10^-24 base units. */
        FEE,
        /** Accrued to models' accounts and suspense, of charges and sales, in 10^-24 base units. */
        ROYALTIES,
        /** Deposited, in base units. */
        DEPOSITED,
        /** Sale revenue, net of the fee, in base units. */
        SOLD,
        /** Taken out of balances by their payers, in base units. */
        WITHDRAWN,
        /** Charged within spend limits, in micro units. */
        OWED,
        /** Charged beyond spend limits, in micro units. */
        VOID,
        /** Given up after waiting too long, in micro units. */
        WRITTEN_OFF,
        /** Waiting after the epoch, in micro units. */
        UNFUNDED
    }
}

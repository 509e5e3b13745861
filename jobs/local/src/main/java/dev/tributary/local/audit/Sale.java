package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.SortedMap;

/**
 * Revenue of a licence, net of the platform fee.
 *
 * @param amount base units
 * @param shares over 100 000 000, by model
 * @param payees of those models, as they were just after the sale's own place in the log
 */
record Sale(
        BigInteger timestampSeconds,
        String token,
        BigInteger amount,
        SortedMap<String, BigInteger> shares,
        SortedMap<String, Payee> payees) {}

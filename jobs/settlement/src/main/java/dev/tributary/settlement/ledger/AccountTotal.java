package dev.tributary.settlement.ledger;

import java.math.BigInteger;

/** All that an account has earned of a token, in 10^-24 base units. */
public record AccountTotal(String token, String account, BigInteger numerator) {}

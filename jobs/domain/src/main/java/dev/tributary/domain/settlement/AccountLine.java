package dev.tributary.domain.settlement;

import java.math.BigInteger;

/** How one account's numerator changed in one period, in 10^-24 base units. */
public record AccountLine(long period, String token, String account, BigInteger numerator) {}

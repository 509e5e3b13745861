package dev.tributary.domain.settlement;

import java.math.BigInteger;

/** What an account may have claimed in all of one token, in base units. */
public record Leaf(String account, String token, BigInteger cumulative) {}

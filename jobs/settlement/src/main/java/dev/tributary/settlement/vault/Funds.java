package dev.tributary.settlement.vault;

import java.math.BigInteger;

/** What the vault ever received of a listed token, and what its last accepted root promises of it, in base units. */
public record Funds(BigInteger received, BigInteger accepted) {}

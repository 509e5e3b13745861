package dev.tributary.settlement.vault;

import java.math.BigInteger;

/**
 * Whether the vault could pay all that it owes of a token, in base units at one block.
 *
 * @param holdings its balance of the token
 * @param obligations what it received and has not paid out: balances of payers, and what was earned
 */
public record Solvency(BigInteger holdings, BigInteger obligations) {}

package dev.tributary.settlement.ledger;

import java.math.BigInteger;
import java.time.Instant;

/**
 * Signed bytes under a nonce.
 *
 * @param number 1 for the first, counted up with every fee bump
 * @param raw what is sent, as 0x hex
 * @param fees wei per gas
 * @param sends how often it was sent and the answer noted; 0 proves nothing about the network
 */
public record Attempt(int number, String hash, String raw, Fees fees, Instant signedAt, int sends) {
    /** Both fees of an EIP-1559 transaction, in wei per unit of gas. */
    public record Fees(BigInteger maxFeePerGas, BigInteger maxPriorityFeePerGas) {}
}

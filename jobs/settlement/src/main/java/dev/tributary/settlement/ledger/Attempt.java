package dev.tributary.settlement.ledger;

import dev.tributary.settlement.rules.SendAnswer;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signed bytes under a nonce.
 *
 * @param number 1 for the first, counted up with every fee bump
 * @param raw what is sent, as 0x hex
 * @param fees wei per gas
 * @param sends how often it was sent and the answer noted; 0 proves nothing about the network
 * @param lastAnswer null while no answer was noted
 * @param waitingSince since when a higher fee may help: a node may have it, or keeps it out for its fee alone; null where
 *     neither is known
 */
public record Attempt(
        int number,
        String hash,
        String raw,
        Fees fees,
        Instant signedAt,
        int sends,
        @Nullable SendAnswer lastAnswer,
        @Nullable Instant waitingSince) {
    /** Both fees of an EIP-1559 transaction, in wei per unit of gas. */
    public record Fees(BigInteger maxFeePerGas, BigInteger maxPriorityFeePerGas) {}

    /** As it is signed: stored before anything is sent. */
    public static Attempt unsent(int number, String hash, String raw, Fees fees, Instant signedAt) {
        return new Attempt(number, hash, raw, fees, signedAt, 0, null, null);
    }

    /** Once more sent. A node that took it may still have it whatever another one says; without money it waits for that. */
    public Attempt answered(SendAnswer answer, Instant now) {
        @Nullable
        Instant since =
                switch (answer.verdict()) {
                    case ACCEPTED, UNANSWERED, UNDERPRICED -> waitingSince == null ? now : waitingSince;
                    case REFUSED -> waitingSince;
                    case UNFUNDED -> null;
                };
        return new Attempt(number, hash, raw, fees, signedAt, sends + 1, answer, since);
    }
}

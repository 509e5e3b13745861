package dev.tributary.settlement.ledger;

import dev.tributary.settlement.rules.TransactionState;
import java.math.BigInteger;
import java.util.List;

/**
 * One nonce of ours with everything that was signed under it.
 *
 * @param callData as 0x hex
 * @param attempts oldest first; never empty
 */
public record OutboundTransaction(
        String sender,
        long nonce,
        Purpose purpose,
        long epoch,
        int revision,
        String callData,
        long gasLimit,
        TransactionState state,
        List<Attempt> attempts) {

    /** What it asks of the vault. */
    public enum Purpose {
        PROPOSE,
        ACCEPT
    }

    /** For people. */
    public String describe() {
        return purpose + " of epoch " + epoch + " with nonce " + nonce;
    }

    /** The most that an attempt under this nonce takes from the account, in wei: all its gas at the price it offers. */
    public BigInteger cost(Attempt.Fees fees) {
        return fees.maxFeePerGas().multiply(BigInteger.valueOf(gasLimit));
    }

    public Attempt newestAttempt() {
        return attempts.get(attempts.size() - 1);
    }
}

package dev.tributary.settlement.vault;

import dev.tributary.settlement.ledger.Attempt.Fees;
import java.math.BigInteger;
import org.web3j.crypto.RawTransaction;

/** An EIP-1559 call without value. */
public record UnsignedTransaction(long chainId, long nonce, String to, String callData, long gasLimit, Fees fees) {
    RawTransaction encodable() {
        return RawTransaction.createTransaction(
                chainId,
                BigInteger.valueOf(nonce),
                BigInteger.valueOf(gasLimit),
                to,
                BigInteger.ZERO,
                callData,
                fees.maxPriorityFeePerGas(),
                fees.maxFeePerGas());
    }
}

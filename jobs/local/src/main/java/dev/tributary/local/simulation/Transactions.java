package dev.tributary.local.simulation;

import dev.tributary.local.DevChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** Sends a script's transactions, none of which may fail, and reads the chain's clock. */
record Transactions(DevChain chain) {
    private static final String GAS_MONEY = "0x56bc75e2d63100000";

    /** @param step what the transaction does, for the message when the chain refuses it */
    TransactionReceipt send(String step, RemoteFunctionCall<TransactionReceipt> call) {
        try {
            TransactionReceipt receipt = call.send();
            if (!receipt.isStatusOK()) {
                throw new IllegalStateException("the chain refused to " + step + ": " + receipt.getRevertReason());
            }
            return receipt;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot " + step, e);
        }
    }

    void giveGasMoney(Party party) {
        chain.command("anvil_setBalance", party.address(), GAS_MONEY);
    }

    /** The time of the chain's newest block. */
    long headSeconds() {
        try {
            return timestampSeconds(chain.web3j().ethBlockNumber().send().getBlockNumber());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long timestampSeconds(BigInteger block) {
        try {
            return chain.web3j()
                    .ethGetBlockByNumber(DefaultBlockParameter.valueOf(block), false)
                    .send()
                    .getBlock()
                    .getTimestamp()
                    .longValueExact();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

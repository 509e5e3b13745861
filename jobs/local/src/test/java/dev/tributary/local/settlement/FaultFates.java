package dev.tributary.local.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.local.DevChain;
import dev.tributary.local.chain.RpcProxy;
import dev.tributary.settlement.ledger.Attempt;
import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.ledger.Outbox;
import dev.tributary.settlement.rules.TransactionState;
import dev.tributary.settlement.run.Step;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** What node and chain do to every transaction of the runners, each once. */
final class FaultFates {
    private static final int ROUNDS_PENDING = 2;
    private static final BigInteger GENEROUS = BigInteger.TEN.pow(11);

    private final Settled settled;
    private final RpcProxy proxy;
    private FaultCase faults = new FaultCase(Step.LEASE_WANTED, FaultCase.Node.ACCEPTED, FaultCase.Chain.MINED);
    private UnaryOperator<String> resent = UnaryOperator.identity();
    private final Set<Long> sent = new HashSet<>();
    private final Set<Long> befallen = new HashSet<>();
    private final Set<OutboundTransaction.Purpose> replaced = new HashSet<>();
    private int roundsPending;
    private int foreign;

    FaultFates(Settled settled, RpcProxy proxy) {
        this.settled = settled;
        this.proxy = proxy;
    }

    /** For the transactions of a new case. */
    void arm(FaultCase next) {
        faults = next;
        sent.clear();
        befallen.clear();
        replaced.clear();
        roundsPending = 0;
        foreign = 0;
        proxy.fault(this::answer);
    }

    /** Plants a bug: what is sent instead when bytes are sent again. */
    void plant(UnaryOperator<String> bug) {
        resent = bug;
    }

    int foreignTransactions() {
        return foreign;
    }

    /** The node's part; only a transaction's first sending is at fault. */
    private RpcProxy.@Nullable Reply answer(JsonNode request, RpcProxy.Upstream upstream) throws IOException {
        if (!RpcProxy.method(request).equals("eth_sendRawTransaction")) {
            return upstream.forward(request);
        }
        String raw = request.path("params").path(0).asText();
        if (!sent.add(nonce(raw))) {
            JsonNode again = request.deepCopy();
            ((ObjectNode) again).putArray("params").add(resent.apply(raw));
            return upstream.forward(again);
        }
        return switch (faults.node()) {
            case LOST -> null;
            case ACCEPTED -> upstream.forward(request);
            case ACCEPTED_WITHOUT_REPLY -> {
                upstream.forward(request);
                yield null;
            }
        };
    }

    static long nonce(String raw) {
        return TransactionDecoder.decode(raw).getNonce().longValueExact();
    }

    /** The chain's part, as soon as the node has a transaction; whether something befell one. */
    boolean befall() throws Exception {
        Optional<OutboundTransaction> found = inPool();
        if (found.isEmpty() || befallen.contains(found.get().nonce())) {
            return false;
        }
        OutboundTransaction transaction = found.get();
        boolean bumped = transaction.attempts().size() > 1;
        boolean bumpWanted = faults.chain() == FaultCase.Chain.PENDING
                || faults.step() == Step.BUMP_SIGNED
                || faults.step() == Step.BUMP_STORED;
        if (bumpWanted && !bumped) {
            if (++roundsPending % ROUNDS_PENDING == 0) {
                settled.now = settled.now.plus(Settled.BUMP_AFTER);
            }
            return true;
        }
        befall(transaction);
        return true;
    }

    private void befall(OutboundTransaction transaction) throws Exception {
        switch (faults.chain()) {
            case MINED, PENDING, MINED_BY_ANOTHER_RUNNER -> {
                befallen.add(transaction.nonce());
                settled.chain.mine(1);
            }
            case DROPPED -> {
                befallen.add(transaction.nonce());
                drop(transaction);
            }
            case REPLACED -> {
                befallen.add(transaction.nonce());
                // Once for the proposal and once for the acceptance, or it never ends.
                if (replaced.add(transaction.purpose())) {
                    drop(transaction);
                    proxy.ask("eth_sendRawTransaction", foreignWith(transaction.nonce()));
                    foreign++;
                }
                settled.chain.mine(1);
            }
            case REORGED_OUT -> {
                if (transaction.state() == TransactionState.MINED) {
                    befallen.add(transaction.nonce());
                    settled.chain.command("anvil_reorg", 1, List.of());
                } else if (!isMined(transaction)) {
                    settled.chain.mine(1);
                }
            }
        }
    }

    /** Whether the node has a transaction that nothing befell yet: then no block is mined by the clock. */
    boolean awaited() {
        return inPool().filter(transaction -> !befallen.contains(transaction.nonce()))
                .isPresent();
    }

    private Optional<OutboundTransaction> inPool() {
        return settled.ledger.read(new Outbox(settled.vault)::open).stream()
                .filter(transaction -> transaction.state().inFlight())
                .filter(transaction -> known(transaction.newestAttempt()))
                .findFirst();
    }

    private boolean known(Attempt attempt) {
        return !proxy.ask("eth_getTransactionByHash", attempt.hash()).isNull();
    }

    private boolean isMined(OutboundTransaction transaction) {
        return !proxy.ask(
                        "eth_getTransactionReceipt", transaction.newestAttempt().hash())
                .isNull();
    }

    private void drop(OutboundTransaction transaction) {
        transaction.attempts().forEach(attempt -> proxy.ask("anvil_dropTransaction", attempt.hash()));
    }

    /** A payment of nothing to itself. */
    private static String foreignWith(long nonce) {
        return signed(nonce, Settled.SUBMITTER.getAddress(), "", BigInteger.valueOf(21_000));
    }

    static String signed(long nonce, String to, String callData, BigInteger gasLimit) {
        RawTransaction transaction = RawTransaction.createTransaction(
                DevChain.CHAIN_ID,
                BigInteger.valueOf(nonce),
                gasLimit,
                to,
                BigInteger.ZERO,
                callData,
                BigInteger.ONE,
                GENEROUS);
        return Numeric.toHexString(TransactionEncoder.signMessage(transaction, Settled.SUBMITTER));
    }
}

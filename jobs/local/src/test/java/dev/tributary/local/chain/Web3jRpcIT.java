package dev.tributary.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.BlockTag;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.chain.RpcRefusedException;
import dev.tributary.chain.RpcUnavailableException;
import dev.tributary.chain.TransactionOutcome;
import dev.tributary.chain.Web3jRpc;
import dev.tributary.chain.WrongChainException;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

final class Web3jRpcIT {
    private static final String NOBODY = "0x" + "0d".repeat(20);
    private static final DevChain CHAIN = DevChain.start(DevChain.Options.automine(Scene.CONTRACTS));
    private static final Scene SCENE = new Scene(CHAIN);

    private final EvmRpc rpc = new Web3jRpc(RpcOptions.of(CHAIN.url(), DevChain.CHAIN_ID));

    @BeforeAll
    static void makeBlocks() {
        CHAIN.mine(250);
    }

    @AfterEach
    void disconnect() {
        rpc.close();
    }

    @AfterAll
    static void stop() {
        CHAIN.close();
    }

    @Test
    void headersAreLinkedAcrossBatches() {
        BlockHeader head = rpc.latestHead();
        List<BlockHeader> headers = rpc.headers(0, head.number());
        assertThat(headers).hasSize((int) head.number() + 1).last().isEqualTo(head);
        for (int i = 1; i < headers.size(); i++) {
            assertThat(headers.get(i).parentHash()).isEqualTo(headers.get(i - 1).hash());
            assertThat(headers.get(i).number()).isEqualTo(i);
        }
        assertThat(head.logsBloom()).hasSize(2 + 512);
        assertThat(head.baseFeeWei()).isPositive();
    }

    @Test
    void theFinalHeadIsTheTagOrSoManyBlocksBack() {
        long latest = rpc.latestHead().number();
        assertThat(rpc.finalizedHead().number()).isEqualTo(latest - 2);
        try (EvmRpc confirming = new Web3jRpc(new RpcOptions(CHAIN.url(), DevChain.CHAIN_ID, 12, 5_000, 1))) {
            assertThat(confirming.finalizedHead().number()).isEqualTo(latest - 12);
        }
    }

    @Test
    void aBlockThatIsNotThereIsNoAnswer() {
        long latest = rpc.latestHead().number();
        assertThatThrownBy(() -> rpc.headers(latest, latest + 1)).isInstanceOf(RpcUnavailableException.class);
    }

    @Test
    void aCallReadsTheStateAfterABlock() {
        String vault = SCENE.vault.getContractAddress();
        String feePpm = FunctionEncoder.encode(new Function("feePpm", List.of(), List.of()));
        assertThat(new BigInteger(rpc.call(vault, feePpm, BlockTag.LATEST).substring(2), 16))
                .isEqualTo(25_000);
        assertThat(rpc.call(vault, feePpm, BlockTag.at(0))).isEqualTo("0x");
    }

    @Test
    void aRevertIsARefusalWithTheErrorsSelector() {
        String accept = FunctionEncoder.encode(new Function("accept", List.of(new Uint64(9)), List.of()));
        String notProposed = FunctionEncoder.encode(new Function("NotProposed", List.of(new Uint64(9)), List.of()));
        assertThatThrownBy(() -> rpc.call(SCENE.vault.getContractAddress(), accept, BlockTag.LATEST))
                .isInstanceOfSatisfying(RpcRefusedException.class, refusal -> assertThat(refusal.revertHex())
                        .isEqualTo(notProposed));
        assertThatThrownBy(() -> rpc.estimateGas(NOBODY, SCENE.vault.getContractAddress(), accept))
                .isInstanceOf(RpcRefusedException.class);
    }

    @Test
    void aTransactionIsSentFoundAndNotAcceptedTwice() {
        String sender = DevAccounts.at(7).getAddress();
        long nonce = rpc.transactionCount(sender, BlockTag.PENDING);
        BigInteger maxFee = rpc.feeQuote().nextBaseFeeWei().shiftLeft(1).add(BigInteger.ONE);
        String signed = signed(nonce, maxFee);
        String hash = rpc.sendRaw(signed);
        await().until(() -> rpc.outcome(hash) != null);
        assertThat(rpc.isKnown(hash)).isTrue();
        TransactionOutcome outcome = Objects.requireNonNull(rpc.outcome(hash));
        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.gasUsed()).isEqualTo(21_000);
        assertThat(outcome.gasPriceWei()).isPositive();
        assertThat(rpc.headers(outcome.blockNumber(), outcome.blockNumber())
                        .get(0)
                        .hash())
                .isEqualTo(outcome.blockHash());
        assertThat(rpc.transactionCount(sender, BlockTag.LATEST)).isEqualTo(nonce + 1);
        assertThatThrownBy(() -> rpc.sendRaw(signed)).isInstanceOf(RpcRefusedException.class);
        assertThat(rpc.outcome("0x" + "ab".repeat(32))).isNull();
        assertThat(rpc.isKnown("0x" + "ab".repeat(32))).isFalse();
    }

    @Test
    void anotherChainIsRefusedBeforeAnythingIsRead() {
        try (EvmRpc other = new Web3jRpc(RpcOptions.of(CHAIN.url(), 1))) {
            assertThatThrownBy(other::latestHead)
                    .isInstanceOf(WrongChainException.class)
                    .hasMessageStartingWith("CHAIN_ID_MISMATCH: ");
            assertThatThrownBy(() -> other.sendRaw("0x00")).isInstanceOf(WrongChainException.class);
            assertThatThrownBy(() -> other.headers(0, 1)).isInstanceOf(WrongChainException.class);
        }
    }

    @Test
    void aNodeThatIsAwayIsNoAnswer() {
        try (EvmRpc away = new Web3jRpc(new RpcOptions("http://127.0.0.1:1", DevChain.CHAIN_ID, 0, 1_000, 2))) {
            assertThatThrownBy(away::latestHead)
                    .isInstanceOf(RpcUnavailableException.class)
                    .hasMessageStartingWith("RPC_UNAVAILABLE: ");
        }
    }

    private static String signed(long nonce, BigInteger maxFee) {
        RawTransaction transaction = RawTransaction.createTransaction(
                DevChain.CHAIN_ID,
                BigInteger.valueOf(nonce),
                BigInteger.valueOf(21_000),
                NOBODY,
                BigInteger.ONE,
                "",
                BigInteger.ONE,
                maxFee);
        return Numeric.toHexString(TransactionEncoder.signMessage(transaction, DevAccounts.at(7)));
    }
}

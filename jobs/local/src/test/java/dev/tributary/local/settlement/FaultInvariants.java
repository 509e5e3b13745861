package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.chain.RpcProxy;
import dev.tributary.settlement.ledger.StoredProof;
import dev.tributary.settlement.rules.Batch;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must hold after every case. */
final class FaultInvariants {
    private final Settled settled;
    private final RpcProxy proxy;

    FaultInvariants(Settled settled, RpcProxy proxy) {
        this.settled = settled;
        this.proxy = proxy;
    }

    /** @param proposals that the chain has in all, one of which was accepted */
    void requireAll(long epochs, int proposals, int foreignTransactions) throws Exception {
        requireOneAcceptedRoot(epochs, proposals);
        requireNoNonceGap(foreignTransactions);
        requireExactClaimsOnce(epochs);
    }

    private void requireOneAcceptedRoot(long epochs, int proposals) throws Exception {
        List<RoyaltyVault.RootAcceptedEventResponse> acceptances = settled.acceptances();
        Batch newest = settled.batches().get((int) epochs - 1);
        assertThat(acceptances).as("accepted roots").singleElement().satisfies(accepted -> {
            assertThat(accepted.epoch).isEqualTo(epochs);
            assertThat(Hex.of(accepted.root)).isEqualTo(newest.root());
        });
        assertThat(settled.proposals()).as("proposals").hasSize(proposals);
    }

    /** The account used its nonces one by one, for what the tables know and for what others sent with the key. */
    private void requireNoNonceGap(int foreignTransactions) throws Exception {
        List<Long> ours = settled.nonces();
        assertThat(ours).as("nonces").doesNotHaveDuplicates();
        long used = used("latest") - settled.firstNonce();
        // A nonce that a foreign transaction took is in the tables too, as one that was lost.
        assertThat(used)
                .as("nonces used, %d of them by others", foreignTransactions)
                .isEqualTo(ours.size());
        assertThat(ours.get(ours.size() - 1)).as("the last nonce").isEqualTo(used - 1);
        JsonNode pool = proxy.ask("txpool_status");
        assertThat(pool.toString())
                .as("what is left in the pool")
                .contains("\"pending\":\"0x0\"", "\"queued\":\"0x0\"");
    }

    private long used(String block) {
        return Long.decode(proxy.ask("eth_getTransactionCount", Settled.SUBMITTER.getAddress(), block)
                .asText());
    }

    private void requireExactClaimsOnce(long epochs) throws Exception {
        Map<String, BigInteger> earned = new TreeMap<>();
        for (long epoch = 1; epoch <= epochs; epoch++) {
            for (AccountLine line : settled.batchLines(epoch)) {
                earned.merge(line.account(), line.numerator(), BigInteger::add);
            }
        }
        List<RoyaltyVault.Claim> claims = new ArrayList<>();
        String root = "";
        for (String account : earned.keySet()) {
            for (StoredProof proof : settled.proofs(account)) {
                root = proof.root();
                claims.add(new RoyaltyVault.Claim(
                        account,
                        proof.leaf().token(),
                        proof.leaf().cumulative(),
                        proof.siblings().stream().map(Hex::bytes).toList()));
            }
        }
        Map<String, String> claim = Map.of(
                "from", DevAccounts.at(0).getAddress(),
                "to", settled.vault.address(),
                "gas", "0x4c4b40",
                "data", settled.contract().claimMany(Hex.bytes(root), claims).encodeFunctionCall());
        proxy.ask("eth_sendTransaction", claim);
        settled.chain.mine(1);
        for (Map.Entry<String, BigInteger> account : earned.entrySet()) {
            assertThat(settled.paid(account.getKey()))
                    .as("paid to %s", account.getKey())
                    .isEqualTo(account.getValue().divide(Units.NUMERATOR_PER_UNIT));
        }
        assertThatThrownBy(() -> proxy.ask("eth_call", claim, "latest"))
                .as("a second claim")
                .hasMessageContaining("revert");
    }
}

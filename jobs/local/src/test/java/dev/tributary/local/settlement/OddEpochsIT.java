package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.chain.contracts.TestToken;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.settlement.ledger.StoredProof;
import dev.tributary.settlement.rules.Batch;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.tx.TransactionManager;

/** Epochs that look strange and are right: the gate lets them through, and the vault takes them. */
final class OddEpochsIT {
    private static final int MOST_TOKENS = 32;
    private static final BigInteger DUST = Units.NUMERATOR_PER_UNIT.divide(BigInteger.TWO);
    private static final Credentials ADMIN = DevAccounts.at(0);
    private static DevChain chain;
    private static EmbeddedDatabase database;

    private Settled settled;

    @BeforeAll
    static void start() {
        chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
        chain.close();
    }

    @BeforeEach
    void deploy(@TempDir Path folder) throws Exception {
        settled = Settled.deploy(chain, database, folder);
    }

    private static AccountLine line(long epoch, String token, String account, BigInteger numerator) {
        return HandSealed.line(epoch, token, account, numerator);
    }

    private static String account(int index) {
        return "0x" + "77".repeat(19) + String.format("%02x", index);
    }

    @Test
    void dustInEveryTokenAndAnAccountThatIsAContractAreSettled() throws Exception {
        List<String> tokens = new ArrayList<>(List.of(settled.marketplace.token()));
        while (tokens.size() < MOST_TOKENS) {
            tokens.add(listedToken(tokens.size()));
        }
        chain.mine(3);
        String contract = settled.marketplace.deployment().address(Deployment.GATEWAY_REGISTRY);
        List<AccountLine> lines = new ArrayList<>();
        for (String token : tokens) {
            lines.add(line(1, token, account(1), Units.NUMERATOR_PER_MICRO));
            lines.add(line(1, token, contract, Units.NUMERATOR_PER_UNIT.add(DUST)));
        }
        settled.sealed.seal(1, lines);
        settled.settle();

        assertThat(settled.acceptances()).hasSize(1);
        assertThat(settled.proofs(account(1))).as("dust is no leaf").isEmpty();
        List<StoredProof> proofs = settled.proofs(contract);
        assertThat(proofs).hasSize(MOST_TOKENS);
        for (StoredProof proof : proofs) {
            settled.contract()
                    .claim(
                            contract,
                            proof.leaf().token(),
                            proof.leaf().cumulative(),
                            Hex.bytes(proof.root()),
                            proof.siblings().stream().map(Hex::bytes).toList())
                    .send();
            assertThat(settled.contract().acceptedTotal(proof.leaf().token()).send())
                    .isEqualTo(settled.contract()
                            .claimedTotal(proof.leaf().token())
                            .send())
                    .isEqualTo(BigInteger.ONE);
        }
    }

    private String listedToken(int number) throws Exception {
        TransactionManager admin = chain.transactions(ADMIN);
        TestToken token = TestToken.deploy(
                        chain.web3j(), admin, MarketplaceDeployment.GAS, "Token " + number, "T" + number)
                .send();
        RoyaltyVault vault = settled.contract();
        vault.addToken(token.getContractAddress()).send();
        token.mint(ADMIN.getAddress(), BigInteger.TEN).send();
        token.approve(settled.vault.address(), BigInteger.TEN).send();
        vault.deposit(token.getContractAddress(), ADMIN.getAddress(), BigInteger.TEN)
                .send();
        return token.getContractAddress().toLowerCase(Locale.ROOT);
    }

    @Test
    void epochsWithoutLeavesAndWithEqualRootsAreAcceptedOneByOne() throws Exception {
        String token = settled.marketplace.token();
        List<BigInteger> numerators =
                List.of(DUST, Units.NUMERATOR_PER_MICRO, Units.NUMERATOR_PER_UNIT, Units.NUMERATOR_PER_MICRO);
        for (int epoch = 1; epoch <= numerators.size(); epoch++) {
            settled.sealed.seal(epoch, List.of(line(epoch, token, account(2), numerators.get(epoch - 1))));
            settled.settle();
            assertThat(settled.acceptances()).hasSize(epoch);
        }
        List<String> roots = settled.batches().stream().map(Batch::root).toList();
        assertThat(roots.subList(0, 2)).containsOnly(MerkleTree.EMPTY_ROOT);
        assertThat(roots.get(2)).isEqualTo(roots.get(3)).isNotEqualTo(MerkleTree.EMPTY_ROOT);
        assertThat(settled.claim(account(2))).isEqualTo(BigInteger.ONE);
    }

    @Test
    void oneProposalCoversSeveralEpochsOfWhichSomeHaveNoLeaves() throws Exception {
        String token = settled.marketplace.token();
        settled.sealed.seal(1, List.of(line(1, token, account(3), DUST)));
        settled.sealed.seal(2, List.of(line(2, token, account(4), DUST)));
        settled.sealed.seal(3, List.of(line(3, token, account(3), DUST)));
        settled.settle();
        assertThat(settled.acceptances()).extracting(Settled::epoch).containsExactly(BigInteger.valueOf(3));
        assertThat(settled.claim(account(3))).as("two halves").isEqualTo(BigInteger.ONE);
        assertThat(settled.proofs(account(4))).isEmpty();
    }
}

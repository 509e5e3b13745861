package dev.tributary.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.contracts.RoyaltyVault;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;

final class DevChainIT {
    private static final Path CONTRACTS = Path.of("../../contracts");

    @Test
    void aChainAnswersWithFundedAccountsAndLeavesNoProcess() throws Exception {
        Set<Long> before = children();
        try (DevChain chain = DevChain.start(DevChain.Options.automine(CONTRACTS))) {
            Web3j web3j = chain.web3j();
            assertThat(web3j.ethChainId().send().getChainId()).isEqualTo(DevChain.CHAIN_ID);
            assertThat(web3j.ethGetBalance(DevAccounts.at(9).getAddress(), DefaultBlockParameterName.LATEST)
                            .send()
                            .getBalance())
                    .isPositive();
            assertThat(children()).hasSize(before.size() + 1);
        }
        assertThat(children()).isEqualTo(before);
    }

    @Test
    void twoBlocksLaterABlockIsFinal() throws Exception {
        try (DevChain chain = DevChain.start(DevChain.Options.automine(CONTRACTS))) {
            chain.mine(7);
            assertThat(chain.web3j()
                            .ethGetBlockByNumber(DefaultBlockParameterName.FINALIZED, false)
                            .send()
                            .getBlock()
                            .getNumber())
                    .isEqualTo(5);
        }
    }

    @Test
    void aFolderWithoutTheExecutableSaysHowToGetIt(@TempDir Path empty) {
        assertThatThrownBy(() -> DevChain.start(DevChain.Options.automine(empty)))
                .isInstanceOf(DevChainException.class)
                .hasMessageStartingWith("DEV_CHAIN_MISSING: ")
                .hasMessageContaining("npm ci");
    }

    @Test
    void aPortInUseIsReportedInTheChainsOwnWords() {
        try (DevChain chain = DevChain.start(DevChain.Options.automine(CONTRACTS))) {
            int port = Integer.parseInt(chain.url().substring(chain.url().lastIndexOf(':') + 1));
            assertThatThrownBy(() -> DevChain.start(new DevChain.Options(CONTRACTS, 0, 1, port)))
                    .isInstanceOf(DevChainException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void theMarketplaceIsDeployedWithItsRolesAndItsFile(@TempDir Path folder) throws Exception {
        Credentials admin = DevAccounts.at(0);
        String submitter = DevAccounts.at(1).getAddress();
        try (DevChain chain = DevChain.start(DevChain.Options.automine(CONTRACTS))) {
            MarketplaceDeployment marketplace = MarketplaceDeployment.deploy(
                    chain,
                    admin,
                    new MarketplaceDeployment.Options(
                            DevAccounts.at(2).getAddress(),
                            submitter,
                            DevAccounts.at(3).getAddress(),
                            DevAccounts.at(4).getAddress(),
                            25_000,
                            0,
                            0));
            RoyaltyVault vault = marketplace.vault(chain, admin);
            assertThat(vault.isToken(marketplace.token()).send()).isTrue();
            assertThat(vault.hasRole(vault.SUBMITTER_ROLE().send(), submitter).send())
                    .isTrue();
            assertThat(vault.feePpm().send()).isEqualTo(BigInteger.valueOf(25_000));
            assertThat(Deployment.read(marketplace.deployment().write(folder))).isEqualTo(marketplace.deployment());
        }
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
}

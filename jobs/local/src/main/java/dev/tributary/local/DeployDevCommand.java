package dev.tributary.local;

import dev.tributary.chain.Deployment;
import dev.tributary.settlement.command.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.Transfer;
import org.web3j.utils.Convert;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes a dev chain ready for a stack: all contracts with a test token, and a submitter with a key of its own and something
 * to pay gas with. Done once; again it finds what it made. On a new chain the addresses are the same each time.
 */
@Command(
        name = "deploy-dev",
        mixinStandardHelpOptions = true,
        description =
                "Deploy the contracts to a dev chain (anvil, chain id 31337), make a key for the submitter, and write"
                        + " the addresses. Every other account's key is public: never for anything of value.")
final class DeployDevCommand implements Callable<Integer> {
    private static final Credentials ADMIN = DevAccounts.at(0);
    private static final int RECEIPT_POLLS = 600;
    private static final int RECEIPT_POLL_MILLIS = 100;
    private static final BigDecimal FUNDS_ETHER = BigDecimal.valueOf(100);
    private static final String NO_CODE = "0x";

    @Option(names = "--rpc-url", required = true, paramLabel = "URL", description = "Node of the dev chain.")
    private String rpcUrl = "";

    @Option(
            names = "--keystore",
            required = true,
            paramLabel = "FILE",
            description = "Submitter's key; made when missing.")
    private Path keystore = Path.of("");

    @Option(
            names = "--passphrase-file",
            required = true,
            paramLabel = "FILE",
            description = "Passphrase of the key, 0600.")
    private Path passphraseFile = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for 31337.json, the addresses.")
    private Path out = Path.of("");

    @Option(
            names = "--challenge-window",
            paramLabel = "SECONDS",
            description = "From a proposed root to its acceptance (default: ${DEFAULT-VALUE}).")
    private long challengeWindowSeconds = 60;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        try (Connection connection = new Connection(Web3j.build(new HttpService(rpcUrl)))) {
            return prepare(connection.web3j());
        } catch (DevChainException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.HALTED;
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("DEV_CHAIN_AWAY: the dev chain or a file could not be used (" + e
                            + "). Check --rpc-url, and that the folders can be written to.");
            return ExitCode.UNAVAILABLE;
        }
    }

    private record Connection(Web3j web3j) implements AutoCloseable {
        @Override
        public void close() {
            web3j.shutdown();
        }
    }

    private int prepare(Web3j web3j) throws Exception {
        requireDevChain(web3j);
        Path file = out.resolve(DevChain.CHAIN_ID + ".json");
        if (Files.exists(file)) {
            return found(web3j, Deployment.read(file));
        }
        requireUntouched(web3j);
        String submitter = SubmitterKey.findOrMake(keystore, passphraseFile);
        RawTransactionManager from =
                new RawTransactionManager(web3j, ADMIN, DevChain.CHAIN_ID, RECEIPT_POLLS, RECEIPT_POLL_MILLIS);
        MarketplaceDeployment marketplace = MarketplaceDeployment.deploy(web3j, from, ADMIN, options(submitter));
        new Transfer(web3j, from)
                .sendFunds(
                        submitter,
                        FUNDS_ETHER,
                        Convert.Unit.ETHER,
                        MarketplaceDeployment.GAS.getGasPrice(),
                        Transfer.GAS_LIMIT)
                .send();
        marketplace.deployment().write(out);
        print(marketplace.deployment());
        spec.commandLine().getOut().println("test token " + marketplace.token() + ", submitter " + submitter);
        return ExitCode.OK;
    }

    private static void requireDevChain(Web3j web3j) throws IOException {
        long chainId = web3j.ethChainId().send().getChainId().longValueExact();
        if (chainId != DevChain.CHAIN_ID) {
            throw new DevChainException("DEV_CHAIN_ONLY: this is chain " + chainId
                    + ", and all roles would go to accounts" + " whose keys everybody knows. Use scripts/deploy.");
        }
    }

    /** Addresses follow from the deployer's nonces, and the stack's settings name those of a new chain. */
    private void requireUntouched(Web3j web3j) throws IOException {
        BigInteger sent = web3j.ethGetTransactionCount(ADMIN.getAddress(), DefaultBlockParameterName.LATEST)
                .send()
                .getTransactionCount();
        if (sent.signum() > 0) {
            throw new DevChainException("DEV_CHAIN_USED: " + out + " has no addresses, but " + ADMIN.getAddress()
                    + " has sent " + sent + " transactions already: an earlier deployment did not come to its end, or"
                    + " the file is lost. Begin anew with everything: `docker compose down --volumes`.");
        }
    }

    private int found(Web3j web3j, Deployment deployment) throws IOException {
        String vault = deployment.address(Deployment.ROYALTY_VAULT);
        String code =
                web3j.ethGetCode(vault, DefaultBlockParameterName.LATEST).send().getCode();
        if (code.equals(NO_CODE)) {
            throw new DevChainException(
                    "DEV_CHAIN_NEW: " + out + " has addresses, and this chain has nothing there: it lost"
                            + " its blocks. Begin anew with everything: `docker compose down --volumes`.");
        }
        print(deployment);
        return ExitCode.OK;
    }

    private MarketplaceDeployment.Options options(String submitter) {
        List<String> reporters =
                List.of(DevAccounts.at(5).getAddress(), DevAccounts.at(6).getAddress());
        return new MarketplaceDeployment.Options(
                DevAccounts.at(2).getAddress(),
                submitter,
                DevAccounts.at(3).getAddress(),
                DevAccounts.at(4).getAddress(),
                25_000,
                challengeWindowSeconds,
                0,
                new MarketplaceDeployment.Sales(reporters, 2, 2_592_000, 86_400));
    }

    private void print(Deployment deployment) {
        PrintWriter terminal = spec.commandLine().getOut();
        deployment.contracts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(contract -> terminal.println(contract.getKey() + " " + contract.getValue()));
    }
}

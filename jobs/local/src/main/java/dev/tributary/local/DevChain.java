package dev.tributary.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.TransactionManager;

/**
 * A private EVM chain (anvil) as a child process on a free port; a block is final two blocks later.
 *
 * <p>It lives until {@link #close} or the end of this program. Its funded accounts are {@link DevAccounts}, with published
 * keys: never for anything of value.
 */
public final class DevChain implements AutoCloseable {
    public static final long CHAIN_ID = 31337;

    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final int RECEIPT_POLL_MILLIS = 50;
    private static final int RECEIPT_POLLS = 1_200;
    private static final long GRACEFUL_STOP_SECONDS = 3;
    /** A thousand blocks on a busy machine take longer than the client's own 10 seconds, and come all the same. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final Thread killer;
    private final String url;
    private final HttpService http;
    private final Web3j web3j;

    private DevChain(Process process, Thread killer, String url) {
        this.process = process;
        this.killer = killer;
        this.url = url;
        this.http = new HttpService(
                url, new OkHttpClient.Builder().readTimeout(PATIENCE).build());
        this.web3j = Web3j.build(http);
    }

    /**
     * How a chain runs.
     *
     * @param contracts the project's contracts folder, which holds the chain's executable
     * @param blockMillis time between blocks; 0 mines one for every transaction, at once
     * @param accounts how many of {@link DevAccounts} are funded
     * @param port 0 for a free one
     */
    public record Options(Path contracts, long blockMillis, int accounts, int port) {
        public Options {
            if (blockMillis < 0 || accounts < 1 || port < 0) {
                throw new IllegalArgumentException(
                        "no chain with blocks every " + blockMillis + " ms, " + accounts + " accounts, port " + port);
            }
        }

        /** A block for every transaction, ten accounts, a free port. */
        public static Options automine(Path contracts) {
            return new Options(contracts, 0, 10, 0);
        }
    }

    /** Starts a chain and waits until it answers. */
    public static DevChain start(Options options) {
        Process process = launch(command(options));
        Thread killer = new Thread(process::destroyForcibly, "dev-chain-killer");
        try {
            Runtime.getRuntime().addShutdownHook(killer);
            return new DevChain(process, killer, "http://127.0.0.1:" + awaitPort(process));
        } catch (RuntimeException e) {
            // The chain said nothing of use, or the program is ending: no hook is taken any more.
            process.destroyForcibly();
            throw e;
        }
    }

    private static List<String> command(Options options) {
        List<String> command = new ArrayList<>(List.of(
                AnvilBinary.locate(options.contracts()).toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(options.port()),
                "--chain-id",
                Long.toString(CHAIN_ID),
                "--slots-in-an-epoch",
                "1",
                "--accounts",
                Integer.toString(options.accounts()),
                "--order",
                "fifo"));
        if (options.blockMillis() > 0) {
            command.addAll(List.of("--block-time", seconds(options.blockMillis())));
        }
        return command;
    }

    private static String seconds(long millis) {
        return millis / 1_000 + "." + String.format("%03d", millis % 1_000);
    }

    private static Process launch(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new DevChainException(
                    "DEV_CHAIN_START: cannot start " + command.get(0) + " (" + e.getMessage()
                            + "). Run `npm ci` in the contracts folder again.",
                    e);
        }
    }

    private static int awaitPort(Process process) {
        StringBuilder said = new StringBuilder();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    drain(process.getInputStream());
                    return Integer.parseInt(listening.group(1));
                }
                said.append(line).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new DevChainException(
                "DEV_CHAIN_START: the chain ended at once. Free its port or mend what it says:\n" + said);
    }

    /** A full pipe would stop the chain. */
    private static void drain(InputStream output) {
        Thread drain = new Thread(
                () -> {
                    try {
                        output.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "dev-chain-output");
        drain.setDaemon(true);
        drain.start();
    }

    /** The JSON-RPC address. */
    public String url() {
        return url;
    }

    public Web3j web3j() {
        return web3j;
    }

    /** Sends and waits for the receipt of one transaction after the other; fit for one thread per account. */
    public TransactionManager transactions(Credentials account) {
        return new RawTransactionManager(web3j, account, CHAIN_ID, RECEIPT_POLLS, RECEIPT_POLL_MILLIS);
    }

    /** Mines empty blocks at once. */
    public void mine(int blocks) {
        command("anvil_mine", "0x" + Integer.toHexString(blocks));
    }

    /** From now on a block for every transaction, at once. */
    public void mineAtOnce() {
        command("evm_setAutomine", true);
    }

    /** From now on a block every so often, with or without transactions. */
    public void mineEvery(long seconds) {
        command("evm_setIntervalMining", seconds);
    }

    /** Calls one of the chain's own methods, for example {@code anvil_reorg}; a refusal is an exception. */
    public void command(String method, Object... parameters) {
        try {
            Response<?> response = new Request<>(method, List.of(parameters), http, Response.class).send();
            if (response.hasError()) {
                throw new DevChainException("DEV_CHAIN_COMMAND: " + method + " was refused: "
                        + response.getError().getMessage() + ". Check its parameters.");
            }
        } catch (IOException e) {
            throw new DevChainException("DEV_CHAIN_COMMAND: " + method + " got no answer; is the chain stopped?", e);
        }
    }

    /** Ends the process and waits until it is gone. */
    @Override
    public void close() {
        web3j.shutdown();
        process.destroy();
        try {
            if (!process.waitFor(GRACEFUL_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        forgetKiller();
    }

    private void forgetKiller() {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // The program is ending, by whatever called close; the hook then finds the process gone.
            return;
        }
    }
}

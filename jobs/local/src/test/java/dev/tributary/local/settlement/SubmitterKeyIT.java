package dev.tributary.local.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.chain.RpcProxy;
import dev.tributary.settlement.command.ExitCode;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.run.KeySource;
import dev.tributary.settlement.serving.ApiServer;
import dev.tributary.settlement.serving.ServeConfig;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/** What the submitter's key can do, and where it is never seen. */
final class SubmitterKeyIT {
    private static final long SEED = 99;
    private static final String NODE_KEY = "0a1b2c3d4e5f-of-the-node";
    private static final String SIGNER_KEY = "5f4e3d2c1b0a-of-the-signer";
    private static final String SIGNER_PASSWORD = "open-sesame-4711";
    private static DevChain chain;
    private static EmbeddedDatabase database;

    private Settled settled;
    private Path folder;

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
    void sealOneEpoch(@TempDir Path empty) throws Exception {
        folder = empty;
        settled = Settled.deploy(chain, database, folder);
        settled.sealed.seal(1, settled.lines(1, new Random(SEED)));
    }

    @Test
    void theSubmitterHasNoRightButToProposeAndAnyoneMayAccept() throws Exception {
        settled.pass();
        assertThat(settled.proposals()).hasSize(1);
        String submitter = Settled.SUBMITTER.getAddress();
        var vault = settled.contract();
        Map<String, RemoteFunctionCall<TransactionReceipt>> forbidden = new LinkedHashMap<>();
        forbidden.put("revoke", vault.revoke(BigInteger.ONE, "mine"));
        forbidden.put("pause", vault.pause());
        forbidden.put("addToken", vault.addToken(submitter));
        forbidden.put("setFee", vault.setFee(BigInteger.valueOf(50_000)));
        forbidden.put("setTreasury", vault.setTreasury(submitter));
        forbidden.put("grantRole", vault.grantRole(vault.DEFAULT_ADMIN_ROLE().send(), submitter));
        for (Map.Entry<String, RemoteFunctionCall<TransactionReceipt>> call : forbidden.entrySet()) {
            assertThat(refusal(settled.vault.address(), submitter, call.getValue()))
                    .as(call.getKey())
                    .contains("0xe2517d3f");
        }

        settled.letTimePass();
        settled.marketplace
                .vault(chain, DevAccounts.at(9))
                .accept(BigInteger.ONE)
                .send();
        settled.settle();
        assertThat(settled.acceptances()).hasSize(1);
        assertThat(settled.nonces()).as("the submitter only proposed").isEqualTo(List.of(0L));
    }

    /** What a trial of the call gives; AccessControlUnauthorizedAccount begins with 0xe2517d3f. */
    private static String refusal(String vault, String from, RemoteFunctionCall<TransactionReceipt> call)
            throws Exception {
        var answer = chain.web3j()
                .ethCall(
                        Transaction.createEthCallTransaction(from, vault, call.encodeFunctionCall()),
                        DefaultBlockParameterName.LATEST)
                .send();
        return answer.hasError() ? String.valueOf(answer.getError().getData()) : "allowed";
    }

    @Test
    void noSecretIsSeenInLogsOutputArgumentsEnvironmentOrDump() throws Exception {
        StringWriter seen = new StringWriter();
        Path log = folder.resolve("everything.log");
        try (RpcProxy node = RpcProxy.before(chain.url())) {
            Path configuration = configuration(node, keystore());
            for (int round = 0; round < 4; round++) {
                settle(configuration, log, seen, ExitCode.OK);
                settled.letTimePass();
            }
            node.fault((request, upstream) -> new RpcProxy.Reply(401, "no project " + NODE_KEY));
            settle(configuration, log, seen, ExitCode.UNAVAILABLE);
            assertThat(node.requests()).isPositive();
        }
        assertThat(settled.acceptances()).hasSize(1);
        seen.append(Files.readString(log)).append(dump());
        try (Stream<Path> published = Files.walk(folder.resolve("epochs"))) {
            for (Path file : published.filter(Files::isRegularFile).toList()) {
                seen.append(Files.readString(file));
            }
        }
        assertHoldsNoSecret(
                seen.toString(), "DEBUG com.zaxxer.hikari", "was sent: accepted", "0x02f8", "-cp", "RPC_UNAVAILABLE");
    }

    @Test
    void theAddressOfARemoteSignerIsSeenNowhereAndOfAHaltOnlyTheCodeIsServed() throws Exception {
        StringWriter seen = new StringWriter();
        Path log = folder.resolve("everything.log");
        try (RpcProxy node = RpcProxy.before(chain.url());
                RpcProxy signer = RpcProxy.before(chain.url())) {
            Path configuration = configuration(node, remote(signer));
            signer.fault((request, upstream) -> new RpcProxy.Reply(403, "Cannot POST /sign/" + SIGNER_KEY));
            settle(configuration, log, seen, ExitCode.UNAVAILABLE);
            signer.fault((request, upstream) ->
                    RpcProxy.Reply.of(Map.of("jsonrpc", "2.0", "id", request.path("id"), "result", somethingElse())));
            settle(configuration, log, seen, ExitCode.HALTED);
        }
        assertThat(settled.state(1)).isEqualTo(BatchState.HALTED);
        seen.append(Files.readString(log)).append(dump());
        assertHoldsNoSecret(
                seen.toString(), "SIGNER_UNAVAILABLE: ", "SIGNER_MISMATCH: The signer at http://127.0.0.1:");
        String served = served();
        assertThat(served)
                .contains("\"halt\":\"SIGNER_MISMATCH\"", "{\"code\":\"SIGNER_MISMATCH\",\"epoch\":\"1\"}")
                .doesNotContain("The signer");
    }

    private static String somethingElse() {
        RawTransaction other = RawTransaction.createTransaction(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TEN,
                DevAccounts.at(9).getAddress(),
                BigInteger.ONE,
                "");
        return Numeric.toHexString(TransactionEncoder.signMessage(other, DevChain.CHAIN_ID, DevAccounts.at(9)));
    }

    /** What anyone can ask for about a halt. */
    private String served() throws Exception {
        DatabaseLogin login = database.login(DatabaseRole.READ);
        var reader = new dev.tributary.settlement.database.DatabaseLogin(login.url(), login.user(), login.password());
        StringBuilder served = new StringBuilder();
        try (ApiServer server =
                ApiServer.start(new ServeConfig("127.0.0.1", 0, settled.vault, reader), InstantSource.system())) {
            for (String path : List.of("/v1/epochs", "/status")) {
                URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
                served.append(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
            }
        }
        return served.toString();
    }

    /** @param expected what is among what was looked at, if it was looked at */
    private static void assertHoldsNoSecret(String text, String... expected) {
        for (String word : expected) {
            assertThat(text.contains(word))
                    .as("%s is among what was looked at", word)
                    .isTrue();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> secret : secrets().entrySet()) {
            assertThat(lower.contains(secret.getValue().toLowerCase(Locale.ROOT)))
                    .as(secret.getKey() + " is seen")
                    .isFalse();
        }
    }

    private static Map<String, String> secrets() {
        BigInteger key = Settled.SUBMITTER.getEcKeyPair().getPrivateKey();
        byte[] bytes = Numeric.toBytesPadded(key, 32);
        byte[] passphrase = Settled.PASSPHRASE.getBytes(UTF_8);
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("the key in hex", HexFormat.of().formatHex(bytes));
        secrets.put("the key in base64", Base64.getEncoder().withoutPadding().encodeToString(bytes));
        secrets.put("the key in decimal", key.toString());
        secrets.put("the passphrase", Settled.PASSPHRASE);
        secrets.put("the passphrase in hex", HexFormat.of().formatHex(passphrase));
        secrets.put(
                "the passphrase in base64", Base64.getEncoder().withoutPadding().encodeToString(passphrase));
        secrets.put("the access key of the node", NODE_KEY);
        secrets.put("the access key of the signer", SIGNER_KEY);
        secrets.put("the password of the signer", SIGNER_PASSWORD);
        secrets.put(
                "the password of the database",
                database.login(DatabaseRole.SETTLEMENT).password());
        return secrets;
    }

    /** As an operator starts it, with every library's log at its finest, looked at from outside while it runs. */
    private void settle(Path configuration, Path log, StringWriter seen, int exitCode) throws Exception {
        Path logging = Files.writeString(folder.resolve("log4j2.properties"), """
                appender.file.type=File
                appender.file.name=file
                appender.file.fileName=%s
                appender.file.layout.type=PatternLayout
                appender.file.layout.pattern=%%d %%p %%c %%m%%n
                rootLogger.level=trace
                rootLogger.appenderRef.file.ref=file
                """.formatted(log));
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlog4j2.configurationFile=" + logging,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.tributary.settlement.command.TributaryCommand",
                        "settle",
                        "--stacktrace",
                        "--config",
                        configuration.toString())
                .redirectErrorStream(true);
        Process process = command.start();
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        for (String part : List.of("cmdline", "environ")) {
            if (Files.isReadable(proc.resolve(part))) {
                seen.append(Files.readString(proc.resolve(part), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
        seen.append(output);
    }

    private List<String> keystore() {
        KeySource.Keystore key = (KeySource.Keystore) settled.key;
        return List.of("submitter.keystore=" + key.file(), "submitter.passphrase-file=" + key.passphraseFile());
    }

    private static List<String> remote(RpcProxy signer) {
        String user = "http://clerk:" + SIGNER_PASSWORD + "@";
        return List.of(
                "submitter.remote-url=" + signer.url().replace("http://", user) + "/sign/" + SIGNER_KEY,
                "submitter.address=" + Settled.SUBMITTER.getAddress());
    }

    private Path configuration(RpcProxy node, List<String> submitter) throws Exception {
        DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
        List<String> lines = new ArrayList<>(List.of(
                "chain.id=" + DevChain.CHAIN_ID,
                "contract.royalty-vault=" + settled.vault.address(),
                "chain.rpc-url=" + node.url() + "/v2/" + NODE_KEY,
                "database.url=" + login.url(),
                "database.password-file=" + login.passwordFile(),
                "output.directory=" + folder.resolve("epochs")));
        lines.addAll(submitter);
        return Files.write(folder.resolve("settlement.properties"), lines);
    }

    /** Every row of every table of the schema. */
    private static String dump() throws SQLException, java.io.IOException {
        StringWriter dump = new StringWriter();
        try (Connection owner = database.login(DatabaseRole.MIGRATOR).connect();
                Statement statement = owner.createStatement();
                ResultSet tables =
                        statement.executeQuery("select tablename from pg_tables where schemaname = 'tributary'")) {
            List<String> names = new ArrayList<>();
            while (tables.next()) {
                names.add(tables.getString(1));
            }
            for (String name : names) {
                owner.unwrap(PGConnection.class).getCopyAPI().copyOut("copy tributary." + name + " to stdout", dump);
            }
        }
        return dump.toString();
    }
}

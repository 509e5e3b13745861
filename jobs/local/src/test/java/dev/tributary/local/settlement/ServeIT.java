package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.settlement.ledger.EpochStatus;
import dev.tributary.settlement.serving.ApiServer;
import dev.tributary.settlement.serving.ServeConfig;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.utils.Numeric;

/** The endpoint over a settled vault, signed in as who may only read. */
final class ServeIT {
    private static final long SEED = 23;
    private static final String MODEL = "0x" + "0a".repeat(32);
    private static final String CHILD = "0x" + "0b".repeat(32);
    /** Whose statement is whole: of the others only the sealed lines are there, without what they follow from. */
    private static final String PAYER = "0x" + "9a".repeat(20);

    /** Who deposited and set limits. */
    private static final String BUYER = "0x" + "9b".repeat(20);

    private static final BigInteger WITHDRAWN_MICRO = BigInteger.valueOf(2_500_000);
    private static final BigInteger UNLIMITED = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    /** More than the server has threads. */
    private static final int CROWD = 60;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SEEN = new TreeSet<>();

    private static DevChain chain;
    private static EmbeddedDatabase database;
    private static Settled settled;
    private static ApiServer server;
    private static ApiDescription description;
    private static String account;
    private static String other;

    @BeforeAll
    static void serve(@TempDir Path folder) throws Exception {
        chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
        database = EmbeddedDatabase.start();
        settled = Settled.deploy(chain, database, folder);
        Random random = new Random(SEED);
        settled.sealed.seal(1, settled.lines(1, random));
        settled.settle();
        List<AccountLine> second = settled.lines(2, random);
        second.add(HandSealed.line(
                2, settled.marketplace.token(), PAYER, Units.NUMERATOR_PER_MICRO.multiply(WITHDRAWN_MICRO)));
        settled.sealed.seal(2, second);
        withdraw();
        limitSpending();
        registerModels();
        List<String> paid = settled.batchLines(1).stream()
                .filter(line -> line.numerator().compareTo(Units.NUMERATOR_PER_UNIT) > 0)
                .map(AccountLine::account)
                .toList();
        account = paid.get(0);
        other = paid.get(1);
        server = ApiServer.start(config(database), InstantSource.system());
        description = ApiDescription.published();
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
        chain.close();
    }

    private static ServeConfig config(EmbeddedDatabase of) {
        DatabaseLogin login = of.login(DatabaseRole.READ);
        return new ServeConfig(
                "127.0.0.1",
                0,
                settled.vault,
                new dev.tributary.settlement.database.DatabaseLogin(login.url(), login.user(), login.password()));
    }

    private static ApiServer serverWhoseDatabaseIsGone() {
        try (EmbeddedDatabase other = EmbeddedDatabase.start()) {
            return ApiServer.start(config(other), InstantSource.system());
        }
    }

    private static void withdraw() throws Exception {
        try (Connection connection = database.login(DatabaseRole.JOBS).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into tributary.payer_position (chain_id, vault, period_start, token, payer,"
                    + " deposited_micro, funded_micro, void_micro, written_off_micro, withdrawn_micro, balance_micro,"
                    + " unfunded_micro) select chain_id, vault, period_start, '" + settled.marketplace.token() + "', '"
                    + PAYER + "', 0, 0, 0, 0, " + WITHDRAWN_MICRO + ", 0, 0 from tributary.sealed_period"
                    + " where vault = '" + settled.vault.address() + "' and epoch = 2");
        }
    }

    /** In one token twice and below what is left, in another for ever more, in a third without ever paying. */
    private static void limitSpending() throws Exception {
        String position = "insert into payer_position select chain_id, vault, period_start, '%s', '" + BUYER
                + "', 9000000, 1, 0, %d, 0, %d, %d from sealed_period where vault = '" + settled.vault.address()
                + "' and epoch = %d";
        String limit = "insert into chain_event values (" + settled.vault.chainId() + ", '" + settled.vault.address()
                + "', %d, 'RoyaltyVault', '0x', 'SpendLimitChanged', '{\"token\":\"%s\",\"payer\":\"" + BUYER
                + "\",\"perPeriod\":\"%s\"}', 1, '0x', %d, '0x', 0)";
        try (Connection connection = database.login(DatabaseRole.JOBS).connect();
                Statement statement = connection.createStatement()) {
            connection.setSchema("tributary");
            statement.execute(position.formatted(token(1), 4, 8_000_000, 0, 1));
            statement.execute(position.formatted(token(1), 3, 7_500_000, 0, 2));
            statement.execute(position.formatted(token(2), 0, 0, 11, 1));
            statement.execute(limit.formatted(901, token(1), "40", 1_000));
            statement.execute(limit.formatted(902, token(1), "0", 2_000));
            statement.execute(limit.formatted(903, token(2), "40", 3_000));
            statement.execute(limit.formatted(904, token(2), UNLIMITED, 4_000));
            statement.execute(limit.formatted(905, token(3), UNLIMITED.subtract(BigInteger.ONE), 5_000));
        }
    }

    private static String token(int number) {
        return "0x%040x".formatted(number);
    }

    private static void registerModels() throws Exception {
        String model = "insert into model values (%d, '%s', '%s', '%s', null, 'raw', '{%s}', 'LAP', 5, now(), 1)";
        String of = settled.vault.address();
        long id = settled.vault.chainId();
        try (Connection connection = database.login(DatabaseRole.JOBS).connect();
                Statement statement = connection.createStatement()) {
            connection.setSchema("tributary");
            statement.execute(model.formatted(id, of, MODEL, of, ""));
            statement.execute(model.formatted(id, of, CHILD, of, MODEL));
            statement.execute(
                    "insert into usage_minute select " + id + ", '" + of + "', now() - i * interval '1 minute', '"
                            + CHILD + "', '" + of + "', 1, 2, 3, 4, 5, 6000000, 1, 1, 0 from generate_series(1, 3) i");
            String terms =
                    "insert into model_terms values (%d, '%s', '%s', %d, '%s', %d, 20, 30, 40, 500, 600000, true,"
                            + " 86400, now() + interval '%d hour', now(), '%s')";
            for (int hour : List.of(-2, -1, 1)) {
                statement.execute(
                        terms.formatted(id, of, CHILD, hour + 10, of, hour + 10, hour, "0x" + "77".repeat(32)));
            }
        }
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return ask(server, "GET", path, headers);
    }

    private static HttpResponse<byte[]> ask(ApiServer of, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** Asks, and holds the answer against the description. */
    private static String described(ApiServer of, String documented, String path, int status, String... headers)
            throws Exception {
        HttpResponse<byte[]> answer = ask(of, "GET", path, headers);
        String body = text(answer);
        assertThat(answer.statusCode()).as(path + ": " + body).isEqualTo(status);
        assertThat(description.answers()).contains(documented + " " + status);
        String mediaType = description.mediaType(documented, status);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(path)
                .startsWith(mediaType);
        if (mediaType.endsWith("json")) {
            assertThat(description.violations(documented, status, body))
                    .as(body)
                    .isEmpty();
        }
        SEEN.add(documented + " " + status);
        return body;
    }

    private static void answersAreDescribed(String documented, String good, String bad, String unknown)
            throws Exception {
        described(server, documented, good, 200);
        String tag = get(good).headers().firstValue("ETag").orElse("");
        if (!tag.isEmpty()) {
            assertThat(described(server, documented, good, 304, "If-None-Match", tag))
                    .isEmpty();
        }
        described(server, documented, bad, 400);
        if (!unknown.isEmpty()) {
            described(server, documented, unknown, 404);
        }
    }

    @Test
    void everyAnswerIsOneThatTheDescriptionHas() throws Exception {
        answersAreDescribed(
                "/v1/claims/{account}", "/v1/claims/" + account, "/v1/claims/0x12", "/v1/claims/0x" + "12".repeat(20));
        answersAreDescribed(
                "/v1/statements/{account}",
                "/v1/statements/" + PAYER,
                "/v1/statements/" + PAYER + "?limit=21",
                "/v1/statements/" + PAYER + "?epoch=3");
        described(server, "/v1/statements/{account}", "/v1/statements/" + account + "?epoch=1", 500);
        answersAreDescribed(
                "/v1/payers/{payer}", "/v1/payers/" + BUYER, "/v1/payers/0x12", "/v1/payers/0x" + "12".repeat(20));
        answersAreDescribed("/v1/epochs", "/v1/epochs", "/v1/epochs?limit=101", "");
        answersAreDescribed(
                "/v1/epochs/{epoch}/tree", "/v1/epochs/1/tree", "/v1/epochs/latest/tree", "/v1/epochs/2/tree");
        answersAreDescribed(
                "/v1/epochs/{epoch}/manifest",
                "/v1/epochs/1/manifest",
                "/v1/epochs/latest/manifest",
                "/v1/epochs/2/manifest");
        answersAreDescribed(
                "/v1/models/{model}",
                "/v1/models/" + CHILD,
                "/v1/models/" + account,
                "/v1/models/0x" + "99".repeat(32));
        answersAreDescribed("/status", "/status", "/status?a=1", "");
        answersAreDescribed("/health", "/health", "/health?a=1", "");
        answersAreDescribed("/ready", "/ready", "/ready?a=1", "");
        described(server, "/metrics", "/metrics", 200);
        assertThat(described(server, "/openapi.yaml", "/openapi.yaml", 200))
                .isEqualTo(Files.readString(Path.of("../../schemas/openapi.yaml")));
        try (ApiServer orphan = serverWhoseDatabaseIsGone()) {
            for (String documented : description.answers()) {
                if (documented.endsWith(" 503")) {
                    String path = documented.substring(0, documented.length() - 4);
                    described(
                            orphan,
                            path,
                            path.replace("{account}", account)
                                    .replace("{payer}", BUYER)
                                    .replace("{epoch}", "1")
                                    .replace("{model}", CHILD),
                            503);
                }
            }
        }
        assertThat(SEEN).containsAll(description.answers());
    }

    @Test
    void theClaimsAreThoseThatTheRootProves() throws Exception {
        JsonNode claims = JSON.readTree(
                get("/v1/claims/" + account.toUpperCase(Locale.ROOT).replace("0X", "0x"))
                        .body());
        assertThat(claims.path("root").asText())
                .isEqualTo(settled.batches().get(0).root());
        for (JsonNode claim : claims.path("claims")) {
            List<String> proof = new ArrayList<>();
            claim.path("proof").forEach(sibling -> proof.add(sibling.asText()));
            Leaf leaf = new Leaf(
                    account,
                    claim.path("token").asText(),
                    new BigInteger(claim.path("cumulative").asText()));
            assertThat(MerkleTree.verify(claims.path("root").asText(), leaf, proof))
                    .isTrue();
        }
    }

    @Test
    void aClientFromNpmClaimsWithTheAnswerAndTheAccountIsPaid() throws Exception {
        BigInteger before = settled.paid(account);
        BigInteger claimable = claimable(account);
        String said = claimed(0, account);
        assertThat(said).startsWith("claimed " + claimable + " of token ");
        assertThat(settled.paid(account)).isEqualTo(before.add(claimable));
    }

    @Test
    void whoPaysForTheClaimMaySignWithAKeyFile(@TempDir Path folder) throws Exception {
        Credentials sender = DevAccounts.at(8);
        Path key = Files.writeString(
                folder.resolve("key"),
                Numeric.toHexStringWithPrefixZeroPadded(sender.getEcKeyPair().getPrivateKey(), 64) + "\n");
        BigInteger before = settled.paid(other);
        BigInteger claimable = claimable(other);
        String said = claimed(0, "--key-file", key.toString(), other);
        assertThat(settled.paid(other)).isEqualTo(before.add(claimable));
        String hash = said.strip().substring(said.strip().lastIndexOf(' ') + 1);
        assertThat(chain.web3j()
                        .ethGetTransactionByHash(hash)
                        .send()
                        .getTransaction()
                        .orElseThrow()
                        .getFrom())
                .isEqualToIgnoringCase(sender.getAddress());

        Files.writeString(key, "no key");
        assertThat(claimed(1, "--key-file", key.toString(), other))
                .startsWith("CLAIM_FAILED: ")
                .hasLineCount(1);
        Files.delete(key);
        assertThat(claimed(1, "--key-file", key.toString(), other))
                .startsWith("CLAIM_FAILED: ")
                .hasLineCount(1);
    }

    private static BigInteger claimable(String of) throws Exception {
        BigInteger claimable = BigInteger.ZERO;
        for (JsonNode claim : JSON.readTree(get("/v1/claims/" + of).body()).path("claims")) {
            claimable = claimable.add(new BigInteger(claim.path("claimable").asText()));
        }
        assertThat(claimable).isPositive();
        return claimable;
    }

    /** What the client said. */
    private static String claimed(int exitCode, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("../../scripts/claim", "--api", "http://127.0.0.1:" + server.port(), "--rpc", chain.url()));
        command.addAll(List.of(arguments));
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor()).as(said).isEqualTo(exitCode);
        return said;
    }

    @Test
    void theTreeIsTheSameForWhoUnpacksItAndWhoDoesNot() throws Exception {
        HttpResponse<byte[]> packed = get("/v1/epochs/1/tree", "Accept-Encoding", "gzip");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        byte[] plain = get("/v1/epochs/1/tree").body();
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain);
        assertThat(JSON.readTree(plain).path("tree").path(0).asText())
                .isEqualTo(settled.batches().get(0).root());
    }

    @Test
    void theManifestIsTheVeryTextThatWasHashed() throws Exception {
        HttpResponse<byte[]> manifest = get("/v1/epochs/1/manifest");
        assertThat(Hex.of(Keccak.hash(manifest.body())))
                .isEqualTo(settled.batches().get(0).manifestHash());
        assertThat(manifest.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(manifest.body()).isEqualTo(Files.readAllBytes(settled.folder.resolve("epochs/1/manifest.json")));
    }

    @Test
    void aCrowdAtTheMetricsLeavesTheClaimsAlone() throws Exception {
        try (Connection owner = database.login(DatabaseRole.MIGRATOR).connect();
                Statement statement = owner.createStatement();
                ApiServer crowded = ApiServer.start(config(database), InstantSource.system())) {
            owner.setAutoCommit(false);
            // Read for the measures and not for claims: until it is free, a scrape waits.
            statement.execute("lock table tributary.outbound_transaction in access exclusive mode");
            List<CompletableFuture<HttpResponse<byte[]>>> crowd = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                crowd.add(askLater(crowded, "/metrics"));
            }
            while (crowd.stream().noneMatch(CompletableFuture::isDone)) {
                Thread.sleep(10);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(ask(crowded, "GET", "/v1/claims/" + account).statusCode())
                        .isEqualTo(200);
            }
            assertThat(crowd.stream().filter(CompletableFuture::isDone).count())
                    .as("the scrape and who waits for it are still there")
                    .isLessThan(CROWD);
            owner.rollback();
            assertThat(crowd)
                    .extracting(answer -> answer.join().statusCode())
                    .contains(200)
                    .containsOnly(200, 503);
        }
    }

    private static CompletableFuture<HttpResponse<byte[]>> askLater(ApiServer of, String path) {
        URI uri = URI.create("http://127.0.0.1:" + of.port() + path);
        return HTTP.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void epochsComeInPagesFromTheNewest() throws Exception {
        JsonNode first = JSON.readTree(get("/v1/epochs?limit=1").body());
        assertThat(first.path("epochs").path(0).path("epoch").asText()).isEqualTo("2");
        assertThat(first.path("next").asText()).isEqualTo("2");
        JsonNode last = JSON.readTree(get("/v1/epochs?limit=1&before=2").body());
        assertThat(last.path("epochs").path(0).path("state").asText()).isEqualTo("FINAL");
        assertThat(last.has("next")).isFalse();
    }

    @Test
    void aModelShowsItsFamilyAndAllThatItEarned() throws Exception {
        JsonNode model = JSON.readTree(get("/v1/models/" + CHILD).body());
        assertThat(model.path("families").path(0).asText()).isEqualTo(MODEL);
        assertThat(model.path("usage").path(0).path("revenueMicro").asText()).isEqualTo("18000000");
        assertThat(model.path("score").path("state").asText()).isEqualTo("UNVERIFIED");
    }

    @Test
    void aModelShowsTheTermsInForceAndThoseToCome() throws Exception {
        JsonNode terms = JSON.readTree(get("/v1/models/" + CHILD).body()).path("terms");
        assertThat(terms.findValuesAsText("state")).containsExactly("IN_FORCE", "COMING");
        assertThat(terms.path(0).path("pricesPerMillion")).isEqualTo(JSON.readTree("[\"9\",\"20\",\"30\",\"40\"]"));
        assertThat(terms.path(1).path("pricesPerMillion").path(0).asText()).isEqualTo("11");
        assertThat(terms.path(0).path("licencePrice").asText()).isEqualTo("500");
        assertThat(terms.path(0).path("passRequired").asBoolean()).isTrue();
        assertThat(JSON.readTree(get("/v1/models/" + MODEL).body()).path("terms"))
                .isEmpty();
    }

    @Test
    void aStatementSaysWhyTheAccountIsOwedWhatItIs() throws Exception {
        JsonNode statement = JSON.readTree(
                get("/v1/statements/" + PAYER.replace('a', 'A') + "?epoch=2").body());
        JsonNode token = statement.path("epochs").path(0).path("tokens").path(0);
        assertThat(token.path("numerator").asText())
                .isEqualTo(Units.NUMERATOR_PER_MICRO.multiply(WITHDRAWN_MICRO).toString());
        assertThat(token.path("lines").findValuesAsText("kind")).containsExactly("WITHDRAWAL");
        JsonNode before = JSON.readTree(
                get("/v1/statements/" + PAYER + "?epoch=1&token=" + PAYER).body());
        assertThat(before.path("code").asText()).isEqualTo("NOT_FOUND");
        JsonNode nothing =
                JSON.readTree(get("/v1/statements/" + PAYER + "?epoch=1").body());
        assertThat(nothing.path("epochs").path(0).path("tokens")).isEmpty();
        JsonNode past =
                JSON.readTree(get("/v1/statements/" + PAYER + "?before=2").body());
        assertThat(past.path("epochs")).isEmpty();
    }

    @Test
    void aPayerShowsWhatIsLeftAndWhatItMaySpendOfIt() throws Exception {
        List<EpochStatus> epochs = settled.ledger.read(session -> EpochStatus.newest(session, settled.vault, 2));
        String second = epochs.get(0).periodStart();
        String first = epochs.get(1).periodStart();
        JsonNode expected = JSON.readTree("""
                {"chainId":"CHAIN","vault":"VAULT","payer":"PAYER","completeUntil":"COMPLETE","tokens":[
                  {"token":"TOKEN1","periodStart":"SECOND","balanceMicro":"7500000","unfundedMicro":"0",
                   "writtenOffMicro":"7","spendLimit":"0","spendLimitSince":"1970-01-01T00:33:20Z"},
                  {"token":"TOKEN2","periodStart":"FIRST","balanceMicro":"0","unfundedMicro":"11",
                   "writtenOffMicro":"0","spendLimitSince":"1970-01-01T01:06:40Z"},
                  {"token":"TOKEN3","balanceMicro":"0","unfundedMicro":"0","writtenOffMicro":"0",
                   "spendLimit":"LARGEST","spendLimitSince":"1970-01-01T01:23:20Z"}]}
                """.replace("CHAIN", Long.toString(settled.vault.chainId()))
                .replace("VAULT", settled.vault.address())
                .replace("PAYER", BUYER)
                .replace("COMPLETE", epochs.get(0).periodEnd())
                .replace("TOKEN1", token(1))
                .replace("TOKEN2", token(2))
                .replace("TOKEN3", token(3))
                .replace("SECOND", second)
                .replace("FIRST", first)
                .replace("LARGEST", UNLIMITED.subtract(BigInteger.ONE).toString()));
        assertThat(JSON.readTree(get("/v1/payers/" + BUYER.replace('b', 'B')).body()))
                .isEqualTo(expected);
        assertThat(JSON.readTree(get("/v1/payers/" + PAYER).body()).path("tokens"))
                .isEqualTo(JSON.readTree(
                        """
                        [{"token":"TOKEN","periodStart":"SECOND","balanceMicro":"0","unfundedMicro":"0",
                          "writtenOffMicro":"0"}]
                        """.replace("TOKEN", settled.marketplace.token()).replace("SECOND", second)));
    }

    @Test
    void theExamplesOfTheDescriptionKeepToIt() {
        Set<String> shown = new TreeSet<>();
        description.root().path("paths").properties().forEach(path -> {
            JsonNode example = path.getValue().at("/get/responses/200/content/application~1json/example");
            if (!example.isMissingNode()) {
                assertThat(description.violations(path.getKey(), 200, example.toString()))
                        .as(path.getKey())
                        .isEmpty();
                shown.add(path.getKey());
            }
        });
        assertThat(shown).contains("/v1/payers/{payer}");
    }

    @Test
    void reasonsThatDoNotAddUpAreNotPassedOffAsAStatement() throws Exception {
        HttpResponse<byte[]> answer = get("/v1/statements/" + account + "?epoch=1");
        assertThat(answer.statusCode()).isEqualTo(500);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("code").asText()).isEqualTo("STATEMENT_NOT_WHOLE");
        assertThat(problem.path("detail").asText()).contains(account, "the batch says");
        assertThat(get("/v1/claims/" + account).statusCode()).isEqualTo(200);
    }

    @Test
    void anEpochThatCannotBeToldHidesNoOther() throws Exception {
        String statements = "/v1/statements/{account}";
        JsonNode page = JSON.readTree(described(server, statements, "/v1/statements/" + account, 200));
        JsonNode untold = page.path("epochs").path(page.path("epochs").size() - 1);
        assertThat(untold.path("epoch").asText()).isEqualTo("1");
        assertThat(untold.path("error").path("code").asText()).isEqualTo("STATEMENT_NOT_WHOLE");
        assertThat(untold.path("error").path("message").asText()).contains(account, "the batch says");
        assertThat(untold).hasSize(2);
    }

    @Test
    void theDescriptionIsOneByTheRulesOfOpenApi() throws Exception {
        assertThat(description.violations()).isEmpty();
        String yaml = Files.readString(Path.of("../../schemas/openapi.yaml"));
        assertThat(new ApiDescription(yaml.replaceFirst("operationId: claims", "operationID: claims")).violations())
                .isNotEmpty();
        assertThat(new ApiDescription(yaml.replaceFirst("minItems: 1", "minItems: many")).violations())
                .isNotEmpty();
    }

    @Test
    void itOnlyReadsAndSaysSo() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            HttpResponse<byte[]> answer = ask(server, method, "/v1/claims/" + account);
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo("METHOD_NOT_ALLOWED");
        }
        HttpResponse<byte[]> nowhere = get("/v1/nowhere");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(nowhere.body()).path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(ask(server, "HEAD", "/v1/epochs").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsTooLongIsTurnedAway() throws Exception {
        assertThat(get("/v1/claims/0x" + "1".repeat(20_000)).statusCode()).isBetween(400, 499);
        assertThat(text(get("/v1/claims/" + "x".repeat(2_000)))).hasSizeLessThan(500);
        assertThat(get("/v1/epochs?before=1&before=2").statusCode()).isEqualTo(400);
        assertThat(get("/v1/epochs?before=99999999999999999999").statusCode()).isEqualTo(400);
    }

    @Test
    void everyOperationOfTheDescriptionIsWhole() {
        JsonNode root = description.root();
        assertThat(root.path("openapi").asText()).startsWith("3.1.");
        assertThat(root.path("info").path("version").asText()).isNotEmpty();
        Set<String> ids = new TreeSet<>();
        root.path("paths").properties().forEach(path -> {
            JsonNode get = path.getValue().path("get");
            assertThat(ids.add(get.path("operationId").asText()))
                    .as(path.getKey())
                    .isTrue();
            assertThat(get.path("summary").asText()).as(path.getKey()).endsWith(".");
            get.path("responses").forEach(response -> assertThat(
                            description.resolved(response).path("description").asText())
                    .as(path.getKey())
                    .isNotEmpty());
            Set<String> named = new TreeSet<>();
            get.path("parameters").forEach(parameter -> {
                JsonNode of = description.resolved(parameter);
                assertThat(of.has("schema")).as(path.getKey()).isTrue();
                if (of.path("in").asText().equals("path")) {
                    assertThat(of.path("required").asBoolean()).isTrue();
                    named.add("{" + of.path("name").asText() + "}");
                }
            });
            assertThat(named)
                    .as(path.getKey())
                    .containsExactlyElementsOf(java.util.regex.Pattern.compile("\\{\\w+}")
                            .matcher(path.getKey())
                            .results()
                            .map(java.util.regex.MatchResult::group)
                            .toList());
        });
        root.findValues("$ref").forEach(reference -> assertThat(
                        root.at(reference.asText().substring(1)).isMissingNode())
                .as(reference.asText())
                .isFalse());
    }
}

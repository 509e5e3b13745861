package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.royalty.statement.StatementLine;
import dev.tributary.local.CommandRun;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.Tables;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.LineAccounts;
import dev.tributary.local.audit.UsageJsonLines;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.local.settlement.ApiDescription;
import dev.tributary.pipelines.metering.LineTrace;
import dev.tributary.pipelines.metering.ReportSighting;
import dev.tributary.pipelines.metering.ReportSighting.Verdict;
import dev.tributary.pipelines.metering.TracedLine;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.settlement.command.ExitCode;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.serving.ApiServer;
import dev.tributary.settlement.serving.ServeConfig;
import dev.tributary.settlement.statement.EpochStatement;
import dev.tributary.settlement.statement.Statements;
import dev.tributary.settlement.trace.LineFate;
import dev.tributary.settlement.trace.LineFates;
import dev.tributary.settlement.trace.Trace;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements and traces over what the real job wrote of a world with disputes, sales, withdrawals and refusals. */
@SuppressWarnings("NullAway.Init") // before all tests
final class StatementIT {
    private static final long SEED = 94;

    private static LiveWorld live;
    private static Settled settled;
    private static Path config;
    private static VaultId vault;
    private static Ledger ledger;

    /** One line of every way that a line can go, to be traced by the command. */
    private static final Map<String, Trace> EXAMPLES = new TreeMap<>();

    private String out = "";
    private String err = "";

    @BeforeAll
    static void settle(@TempDir Path folder) throws Exception {
        World world = Worlds.of(SEED);
        settled = new PureRules(world, Closing.LOGS).settle();
        live = new LiveWorld(world);
        vault = new VaultId(World.CHAIN_ID, ChainScript.VAULT);
        DatabaseLogin login = live.database.login(DatabaseRole.SETTLEMENT);
        ledger = Tables.ledger(login);
        config = Files.write(
                folder.resolve("tributary.properties"),
                List.of(
                        "chain.id=" + World.CHAIN_ID,
                        "contract.royalty-vault=" + ChainScript.VAULT,
                        "contract.gateway-registry=" + ChainScript.GATEWAY_REGISTRY,
                        "kafka.bootstrap-servers=" + live.kafka.bootstrapServers(),
                        "usage.partitions=" + world.shape().partitions(),
                        "rating.grain=" + world.shape().grainMillis() + "ms",
                        "settlement.period=" + world.shape().periodMillis() + "ms",
                        "settlement.grace=" + world.shape().graceMillis() + "ms",
                        "database.url=" + login.url(),
                        "database.password-file=" + login.passwordFile()));
        live.settle(settled);
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    private int run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = config.toString();
        CommandRun run = CommandRun.of(all);
        out = run.out();
        err = run.err();
        return run.exitCode();
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(out);
    }

    private static Set<String> accounts() {
        Set<String> accounts = new TreeSet<>();
        settled.batches().forEach(batch -> batch.lines().forEach(line -> accounts.add(line.account())));
        return accounts;
    }

    @Test
    void everyNumeratorOfEveryEpochIsExplainedToTheLastFraction() {
        Statements statements = new Statements(ledger, vault);
        Set<StatementLine.Kind> kinds = EnumSet.noneOf(StatementLine.Kind.class);
        for (AuditedBatch batch : settled.batches()) {
            for (String account : accounts()) {
                EpochStatement statement =
                        statements.of(account, batch.epoch(), null).orElseThrow();
                SortedMap<String, BigInteger> earned = new TreeMap<>();
                statement.tokens().forEach(token -> {
                    earned.put(token.token(), token.numerator());
                    token.lines().forEach(line -> kinds.add(line.kind()));
                });
                assertThat(earned)
                        .as("epoch %d, %s", batch.epoch(), account)
                        .isEqualTo(StatementCheck.numerators(batch, account));
            }
        }
        assertThat(kinds).isEqualTo(EnumSet.allOf(StatementLine.Kind.class));
    }

    @Test
    void theCommandPrintsTheSameForPeopleMachinesAndSpreadsheets() throws Exception {
        for (String account : accounts()) {
            assertThat(run("statement", account)).as(err).isEqualTo(ExitCode.OK);
            assertThat(out.lines()).allMatch(row -> row.length() <= 120, "at most 120 columns");
            assertThat(run("statement", account, "--json")).as(err).isEqualTo(ExitCode.OK);
            List<String> epochs = new ArrayList<>();
            BigInteger numerators = BigInteger.ZERO;
            for (JsonNode epoch : json().path("epochs")) {
                epochs.add(epoch.path("epoch").asText());
                for (JsonNode token : epoch.path("tokens")) {
                    numerators = numerators.add(
                            new BigInteger(token.path("numerator").asText()));
                }
            }
            assertThat(epochs)
                    .isSortedAccordingTo((left, right) -> Long.compare(Long.parseLong(right), Long.parseLong(left)));
            assertThat(run("statement", account, "--csv")).as(err).isEqualTo(ExitCode.OK);
            List<String> rows = out.lines().toList();
            List<String> header = List.of(rows.get(0).split(","));
            BigInteger sum = rows.stream()
                    .skip(1)
                    .map(row -> row.split(",", -1))
                    .peek(row -> assertThat(row).hasSameSizeAs(header))
                    .map(row -> new BigInteger(row[header.indexOf("numerator")]))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            assertThat(sum).isEqualTo(numerators).isPositive();
        }
    }

    /** As who may only read, page by page. */
    @Test
    void theEndpointAnswersWhatTheCommandPrints() throws Exception {
        ApiDescription description = ApiDescription.published();
        try (ApiServer server = ApiServer.start(reader(), InstantSource.system())) {
            for (String account : accounts()) {
                assertThat(run("statement", account, "--json")).as(err).isEqualTo(ExitCode.OK);
                List<JsonNode> expected = new ArrayList<>();
                json().path("epochs").forEach(expected::add);
                List<JsonNode> served = new ArrayList<>();
                String next = "";
                while (served.size() < expected.size()) {
                    String body = get(server, "/v1/statements/" + account + "?limit=2" + next);
                    assertThat(description.violations("/v1/statements/{account}", 200, body))
                            .as(body)
                            .isEmpty();
                    JsonNode page = new ObjectMapper().readTree(body);
                    page.path("epochs").forEach(served::add);
                    next = "&before=" + page.path("next").asText();
                    assertThat(page.has("next")).isEqualTo(served.size() < expected.size());
                }
                assertThat(served).isEqualTo(expected);
            }
        }
    }

    private static ServeConfig reader() {
        DatabaseLogin login = live.database.login(DatabaseRole.READ);
        return new ServeConfig(
                "127.0.0.1",
                0,
                vault,
                new dev.tributary.settlement.database.DatabaseLogin(login.url(), login.user(), login.password()));
    }

    private static String get(ApiServer server, String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void whoIsNotKnownIsToldSo() {
        String account = accounts().iterator().next();
        assertThat(run("statement", "0x" + "12".repeat(20))).isEqualTo(ExitCode.USAGE);
        assertThat(err).startsWith("NOT_FOUND: No epoch gave account 0x12").hasLineCount(1);
        assertThat(run("statement", account, "--epoch", "99")).isEqualTo(ExitCode.USAGE);
        assertThat(err)
                .startsWith("NOT_FOUND: There is no epoch 99: sealed are 1 to "
                        + settled.batches().size());
        assertThat(run("statement", "nobody")).isEqualTo(ExitCode.USAGE);
        assertThat(err).startsWith("CONFIG_INVALID: ");
        assertThat(run("statement", account, "--json", "--csv")).isEqualTo(ExitCode.USAGE);
        assertThat(run("trace", "0x" + "12".repeat(20), "7", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err).startsWith("NOT_FOUND: Gateway 0x12").contains("has no report 7");
    }

    @Test
    void whereEveryLineWentAddsUpToTheAccountingEquation() throws Exception {
        TracedTotals totals = new TracedTotals();
        LineFates fates = new LineFates(ledger, vault);
        List<UsageRecord> records =
                live.world.usage().stream().map(PureRules::raw).toList();
        for (Report report : reports(records)) {
            int lines = 1;
            for (int index = 0; index < lines; index++) {
                Optional<Trace> trace = trace(fates, records, report, index);
                if (trace.isEmpty()) {
                    break; // it lies in a wrong partition
                }
                totals.add(trace.get());
                lines = trace.get().decisive().lines();
            }
        }
        LineAccounts expected = settled.lines();
        assertThat(totals.counted).isEqualTo(expected.counted());
        assertThat(totals.duplicate).isEqualTo(expected.duplicate());
        assertThat(totals.pending).isEqualTo(expected.pending());
        SortedMap<String, Long> rejected = new TreeMap<>(expected.rejected());
        rejected.values().removeIf(lines -> lines == 0);
        assertThat(totals.rejected).isEqualTo(rejected);
        checkExamples();
    }

    private static Optional<Trace> trace(LineFates fates, List<UsageRecord> records, Report report, int index) {
        LineTrace search = new LineTrace(
                PureRules.metering(live.world), report.gateway(), Long.parseUnsignedLong(report.sequence()), index);
        records.stream()
                .filter(record -> record.partition() == search.partition())
                .forEach(search::look);
        TracedLine line = search.bookedLine();
        return search.sightings().isEmpty()
                ? Optional.empty()
                : Optional.of(new Trace(
                        report.gateway(),
                        report.sequence(),
                        index,
                        search.sightings(),
                        line == null ? null : fates.of(report.gateway(), line)));
    }

    /** By other settings a line that was paid would be found nowhere, and look as if it waited. */
    @Test
    void settingsOtherThanTheJobsAreRefused() throws Exception {
        LineFates fates = new LineFates(ledger, vault);
        List<UsageRecord> records =
                live.world.usage().stream().map(PureRules::raw).toList();
        Trace paid = reports(records).stream()
                .flatMap(report -> trace(fates, records, report, 0).stream())
                .filter(trace -> trace.status() == Trace.Status.SETTLED)
                .findFirst()
                .orElseThrow();
        assertThat(run("trace", paid.gateway(), paid.sequence(), "0")).as(err).isEqualTo(ExitCode.OK);
        World.Shape shape = live.world.shape();
        Map<String, String> others = new TreeMap<>(Map.of(
                "settlement.period=" + 2 * shape.periodMillis() + "ms",
                "`settlement.period` is ",
                "rating.grain=" + shape.periodMillis() + "ms",
                "`rating.grain` is ",
                "rating.grain=1ms",
                "The line would be of the minute ",
                "settlement.grace=" + (shape.graceMillis() + 3_600_000) + "ms",
                "`settlement.grace` is ",
                "usage.partitions=" + (shape.partitions() + 1),
                "`usage.partitions` is ",
                "contract.gateway-registry=" + ChainScript.VAULT,
                "`contract.gateway-registry` is "));
        Path jobs = config;
        for (Map.Entry<String, String> other : others.entrySet()) {
            String key = other.getKey().substring(0, other.getKey().indexOf('=') + 1);
            config = Files.write(
                    jobs.resolveSibling("other.properties"),
                    Files.readAllLines(jobs).stream()
                            .map(line -> line.startsWith(key) ? other.getKey() : line)
                            .toList());
            try {
                assertThat(run("trace", paid.gateway(), paid.sequence(), "0"))
                        .as(other + " " + err)
                        .isEqualTo(ExitCode.USAGE);
            } finally {
                config = jobs;
            }
            assertThat(err).startsWith("CONFIG_INVALID: " + other.getValue()).hasLineCount(1);
            assertThat(out).isEmpty();
        }
    }

    private record Report(String gateway, String sequence) {}

    /** What may be reports, in log order. */
    private static Set<Report> reports(List<UsageRecord> records) {
        Set<Report> reports = new LinkedHashSet<>();
        for (UsageRecord record : records) {
            String gateway = record.gateway();
            String sequence = record.sequence();
            if (!record.heartbeat()
                    && gateway != null
                    && gateway.matches("0x[0-9a-f]{40}")
                    && sequence != null
                    && sequence.matches("0|[1-9][0-9]{0,18}")) {
                reports.add(new Report(gateway, sequence));
            }
        }
        return reports;
    }

    /** Lines by where they went, each counted where its report lies. */
    private static final class TracedTotals {
        private final SortedMap<String, Long> rejected = new TreeMap<>();
        private long counted;
        private long duplicate;
        private long pending;

        void add(Trace trace) {
            if (trace.index() == 0) {
                trace.sightings().forEach(this::addWhole);
            }
            EXAMPLES.putIfAbsent(trace.status() + " " + trace.decisive().verdict(), trace);
            if (trace.sightings().stream().anyMatch(sighting -> sighting.verdict() == Verdict.DUPLICATE)) {
                EXAMPLES.putIfAbsent("DUPLICATE", trace);
            }
            ReportSighting decisive = trace.decisive();
            LineFate fate = trace.fate();
            if (decisive.verdict() == Verdict.LINE_REFUSED) {
                reject(String.valueOf(decisive.reason()), 1);
            } else if (fate != null && fate.refusal() != null) {
                reject(fate.refusal().reason(), 1);
            } else if (fate != null && fate.stage() == LineFate.Stage.PENDING) {
                pending++;
            } else if (fate != null) {
                counted++;
            }
        }

        private void addWhole(ReportSighting sighting) {
            if (sighting.verdict() == Verdict.DUPLICATE) {
                duplicate += sighting.lines();
            } else if (sighting.verdict() == Verdict.REPORT_REFUSED && sighting.lines() > 0) {
                reject(String.valueOf(sighting.reason()), sighting.lines());
            }
        }

        private void reject(String reason, long lines) {
            rejected.merge(reason, lines, Long::sum);
        }
    }

    /** The command, from Kafka and from a file, finds what the search in memory found. */
    private void checkExamples() throws Exception {
        Path file = Files.write(config.resolveSibling("usage.jsonl"), exported());
        System.out.println("traced: " + EXAMPLES.keySet());
        assertThat(EXAMPLES.keySet())
                .contains(
                        "DUPLICATE",
                        "NOT_OWED BOOKED",
                        "PENDING BOOKED",
                        "REFUSED BOOKED",
                        "REFUSED LINE_REFUSED",
                        "SETTLED BOOKED",
                        "WAITING BOOKED");
        for (Trace example : EXAMPLES.values()) {
            String[] line = {"trace", example.gateway(), example.sequence(), Integer.toString(example.index())};
            assertThat(run(line)).as(err).isEqualTo(ExitCode.OK);
            assertThat(out).contains("status    " + example.status());
            assertThat(out.lines()).allMatch(row -> row.length() <= 120, "at most 120 columns");
            for (String[] more :
                    List.of(new String[] {"--json"}, new String[] {"--json", "--usage", file.toString()})) {
                String[] all = Arrays.copyOf(line, line.length + more.length);
                System.arraycopy(more, 0, all, line.length, more.length);
                assertThat(run(all)).as(err).isEqualTo(ExitCode.OK);
                assertThat(json().path("status").asText())
                        .isEqualTo(example.status().name());
                assertThat(json().path("sightings")).hasSameSizeAs(example.sightings());
            }
        }
    }

    /** The log as Kafka has it: its offsets have no gaps. */
    private static List<String> exported() {
        Map<Integer, Long> ends = new TreeMap<>();
        return live.world.usage().stream()
                .map(record -> new UsageLogRecord(
                        record.partition(),
                        ends.merge(record.partition(), 1L, Long::sum) - 1,
                        record.appendTimeMillis(),
                        record.headers(),
                        record.value()))
                .map(UsageJsonLines::write)
                .toList();
    }

    @Test
    void everyRefusalIsInItsTable() throws Exception {
        SortedMap<String, Long> refusals = new TreeMap<>();
        for (String row : live.query("select reason, count(*) from tributary.usage_rejected group by reason")) {
            String[] columns = row.split("\\|", 2);
            refusals.put(columns[0], Long.parseLong(columns[1]));
        }
        assertThat(refusals).isEqualTo(settled.lines().refusals());
        List<String> passes = live.query("select count(*), count(revoked_at) from tributary.piracy_signal");
        assertThat(passes.get(0).split("\\|", 2)[0])
                .isEqualTo(String.valueOf(settled.lines().refusals().getOrDefault("PASS_INVALID", 0L)));
    }

    @Test
    void everyChargeIsWhatWasDoneWithItAndWhatWaits() throws Exception {
        assertThat(live.query("select count(*) from (select sum(charge_micro) - sum(funded_micro + void_micro +"
                        + " written_off_micro) - (array_agg(waiting_micro order by period_start desc))[1]"
                        + " as rest from tributary.charge_position group by booked_period_start, token,"
                        + " payer, model, minute_start) c where rest <> 0"))
                .containsExactly("0");
    }
}

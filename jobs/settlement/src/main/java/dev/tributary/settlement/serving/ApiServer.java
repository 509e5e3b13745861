package dev.tributary.settlement.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.run.SettlementMetrics;
import dev.tributary.settlement.statement.Statements;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoint itself: its paths, its limits, and what it says when something is wrong. It reads and never writes. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(10);
    private static final int AT_ONCE = 8;
    /** They share what they know of the market, and are work for the database. */
    private static final int STATEMENTS_AT_ONCE = 1;
    /** Each sums over whole tables. */
    private static final int SCRAPES_AT_ONCE = 1;

    private static final int THREADS = 32;
    private static final int IDLE_THREADS = 4;
    private static final long LARGEST_BODY = 1_024;
    private static final long STOP_MILLIS = 5_000;
    private static final String METRICS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String BEGAN = "began";

    private final HikariDataSource source;
    private final Javalin server;

    private ApiServer(HikariDataSource source, Javalin server) {
        this.source = source;
        this.server = server;
    }

    /** @throws SettlementException when the database or the port cannot be had */
    public static ApiServer start(ServeConfig config, InstantSource clock) {
        HikariDataSource source =
                config.reader().openReadOnly(AT_ONCE + STATEMENTS_AT_ONCE + SCRAPES_AT_ONCE, LONGEST_STATEMENT);
        Ledger ledger = new Ledger(source);
        Javalin server = Javalin.create(ApiServer::configure);
        SettlementMetrics metrics = new SettlementMetrics(ledger, config.vault(), null, clock);
        measure(server, metrics.registry());
        route(server, ledger, config.vault(), new KeptScrape(metrics::scrape, clock));
        server.get("/ready", new Readiness(config.reader(), clock)::answer);
        answerFailures(server);
        try {
            server.start(config.host(), config.port());
        } catch (JavalinBindException e) {
            source.close();
            throw new SettlementException(
                    Problem.CONFIG_INVALID,
                    config.host() + ":" + config.port() + " cannot be listened on: " + e.getMessage()
                            + " Choose another with --host and --port.",
                    e);
        }
        // Not before: a server that never started would wait for requests, and hide why it did not.
        server.jettyServer().server().setStopTimeout(STOP_MILLIS);
        return new ApiServer(source, server);
    }

    public int port() {
        return server.port();
    }

    /** Requests under way are answered first. */
    @Override
    public void close() {
        server.stop();
        source.close();
    }

    private static void configure(JavalinConfig config) {
        config.showJavalinBanner = false;
        config.useVirtualThreads = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = LARGEST_BODY;
        config.http.disableCompression();
        config.jetty.threadPool = new QueuedThreadPool(THREADS, IDLE_THREADS);
        config.jetty.modifyServer(server -> server.setHandler(new StatisticsHandler()));
    }

    private static void route(Javalin server, Ledger ledger, VaultId vault, KeptScrape scrape) {
        Gatekeeper gatekeeper = new Gatekeeper(AT_ONCE);
        EpochsAnswer epochs = new EpochsAnswer(ledger, vault);
        server.get("/v1/claims/{account}", gatekeeper.limit(new ClaimsAnswer(ledger, vault)::answer));
        server.get(
                "/v1/statements/{account}",
                new Gatekeeper(STATEMENTS_AT_ONCE)
                        .limit(new StatementsAnswer(new Statements(ledger, vault), vault)::answer));
        server.get("/v1/payers/{payer}", gatekeeper.limit(new PayersAnswer(ledger, vault)::answer));
        server.get("/v1/epochs", gatekeeper.limit(epochs::page));
        server.get("/v1/epochs/{epoch}/tree", gatekeeper.limit(epochs::tree));
        server.get("/v1/epochs/{epoch}/manifest", gatekeeper.limit(epochs::manifest));
        server.get("/v1/models/{model}", gatekeeper.limit(new ModelsAnswer(ledger, vault)::answer));
        server.get("/status", gatekeeper.limit(new StatusAnswer(ledger, vault)::answer));
        server.get("/metrics", new Gatekeeper(SCRAPES_AT_ONCE).limit(context -> context.contentType(METRICS_TEXT)
                .result(scrape.text())));
        server.get("/health", ApiServer::health);
        String description = description();
        server.get("/openapi.yaml", context -> context.contentType("application/yaml")
                .result(description));
    }

    private static void health(Context context) {
        new Question(context);
        Answer.json(context, "{\"status\":\"UP\"}", Answer.LIVE);
    }

    private static String description() {
        try (InputStream file = ApiServer.class.getResourceAsStream("/api/openapi.yaml")) {
            if (file == null) {
                throw new IllegalStateException("openapi.yaml is not among the program's resources");
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void measure(Javalin server, MeterRegistry registry) {
        server.before(context -> context.attribute(BEGAN, System.nanoTime()));
        server.after(context -> {
            Long began = context.attribute(BEGAN);
            if (began != null) {
                registry.timer(
                                ServeMetric.REQUESTS.meterName(),
                                "path",
                                path(context),
                                "status",
                                Integer.toString(context.statusCode()))
                        .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            }
        });
    }

    /** The pattern and not what was asked for, of which there is no end. */
    private static String path(Context context) {
        String matched = context.endpointHandlerPath();
        return matched.startsWith("/") ? matched : "unknown";
    }

    private static void answerFailures(Javalin server) {
        server.exception(Failure.class, ApiServer::answer);
        server.exception(SettlementException.class, (e, context) -> {
            LOG.warn("{}: {}", e.problem(), e.getMessage());
            answer(failure(e), context);
        });
        server.exception(MethodNotAllowedResponse.class, (e, context) -> {
            context.header("Allow", "GET, HEAD");
            answer(
                    new Failure(
                            FailureCode.METHOD_NOT_ALLOWED,
                            context.method() + " is not answered.",
                            "Use GET. Claims are sent to the vault, not here."),
                    context);
        });
        server.exception(HttpResponseException.class, (e, context) -> answer(nothingAt(context), context));
        server.exception(Exception.class, (e, context) -> {
            LOG.error("{} {}", context.method(), context.path(), e);
            answer(
                    new Failure(
                            FailureCode.INTERNAL,
                            "The request met a defect; the log has it.",
                            "Report it with the time and the path."),
                    context);
        });
    }

    private static Failure failure(SettlementException e) {
        if (e.problem() == Problem.STATEMENT_NOT_WHOLE) {
            return new Failure(
                    FailureCode.STATEMENT_NOT_WHOLE,
                    String.valueOf(e.getMessage()),
                    "Ask for other epochs with ?before= or ?epoch=, and tell who settles.");
        }
        return new Failure(
                FailureCode.DATABASE_UNAVAILABLE,
                "What was asked for could not be read in time.",
                "Ask again; /ready tells whether the database answers.");
    }

    private static Failure nothingAt(Context context) {
        return new Failure(
                FailureCode.NOT_FOUND,
                "Nothing is at "
                        + context.path()
                                .substring(0, Math.min(80, context.path().length())) + ".",
                "/openapi.yaml describes every path.");
    }

    private static void answer(Failure failure, Context context) {
        context.status(failure.code().status())
                .header("Cache-Control", Answer.LIVE)
                .contentType(Failure.CONTENT_TYPE)
                .result(failure.json());
    }
}

package dev.tributary.local.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tributary.chain.Deployment;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.LocalStack;
import dev.tributary.local.PrometheusServer;
import dev.tributary.local.demo.PlayedMarket;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.StepListener;
import dev.tributary.settlement.serving.ApiServer;
import dev.tributary.settlement.serving.ServeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A Prometheus that scrapes all programs of a market: Flink, a settlement run and the endpoint. */
record ScrapedMarket(PrometheusServer prometheus, SettlementRun run, HttpServer measures, ApiServer endpoint)
        implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Enough for a rate to have something to begin with. */
    private static final long SCRAPES_MILLIS = 8_000;

    static ScrapedMarket of(LocalStack stack, Deployment deployment) throws Exception {
        SettlementRun run = SettlementRun.open(
                SettlementConfig.from(Settings.load(PlayedMarket.settings(stack), Map.of(), SettlementConfig.KEYS)),
                "dashboards",
                InstantSource.system(),
                StepListener.NONE);
        // The market's own run has the lease now and then.
        await().atMost(PATIENCE).ignoreExceptions().until(() -> run.pass() != null);
        HttpServer measures = measures(run);
        DatabaseLogin reader = stack.database().login(DatabaseRole.READ);
        ApiServer endpoint = ApiServer.start(
                new ServeConfig(
                        "127.0.0.1",
                        0,
                        new VaultId(deployment.chainId(), deployment.address(Deployment.ROYALTY_VAULT)),
                        new dev.tributary.settlement.database.DatabaseLogin(
                                reader.url(), reader.user(), reader.password())),
                InstantSource.system());
        PrometheusServer prometheus = PrometheusServer.start(
                Map.of(
                        "flink", stack.flink().metricsAddress(),
                        "settlement", "127.0.0.1:" + measures.getAddress().getPort(),
                        "serve", "127.0.0.1:" + endpoint.port()),
                List.of());
        prometheus.awaitScrapes();
        Thread.sleep(SCRAPES_MILLIS);
        return new ScrapedMarket(prometheus, run, measures, endpoint);
    }

    private static HttpServer measures(SettlementRun run) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = run.metrics().scrape().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Override
    public void close() {
        prometheus.close();
        measures.stop(0);
        endpoint.close();
        run.close();
    }
}

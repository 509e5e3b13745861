package dev.tributary.settlement.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.run.SettlementMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Shows the measures of a settlement run: at {@code /metrics} of a port, or as a file for a node exporter. */
final class MetricsEndpoint implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    private MetricsEndpoint(HttpServer server) {
        this.server = server;
    }

    static MetricsEndpoint serve(int port, SettlementMetrics metrics) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            server.createContext("/metrics", exchange -> answer(exchange, metrics));
            server.start();
            return new MetricsEndpoint(server);
        } catch (IOException e) {
            throw new SettlementException(
                    Problem.CONFIG_INVALID,
                    "Port " + port + " cannot be listened on: " + e.getMessage()
                            + ". Choose another with --metrics-port.",
                    e);
        }
    }

    private static void answer(HttpExchange exchange, SettlementMetrics metrics) throws IOException {
        try (exchange) {
            try {
                respond(exchange, OK, metrics.scrape());
            } catch (SettlementException e) {
                respond(exchange, UNAVAILABLE, e.problem() + "\n");
            }
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", TEXT);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** The file appears whole or not at all, as the node exporter wants it. */
    static void write(Path file, SettlementMetrics metrics) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            Files.writeString(unfinished, metrics.scrape(), UTF_8);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SettlementException(
                    Problem.OUTPUT_UNUSABLE, "The metrics cannot be written: " + e + ". Check --metrics-file.", e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package dev.tributary.local.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Stands between a program and its node and does to requests and answers what networks and providers do. */
public final class RpcProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    static {
        // Or every answer waits 40 ms: the JDK's server sends head and body apart, and the kernel waits for the
        // receipt.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final URI node;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final AtomicLong requests = new AtomicLong();
    private volatile Fault fault = Fault.NONE;

    /** What comes back: an HTTP status and a body. */
    public record Reply(int status, String body) {
        /** An answer in JSON. */
        public static Reply of(Object body) {
            try {
                return new Reply(OK, JSON.writeValueAsString(body));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Passes a request on, as it is or changed. */
    @FunctionalInterface
    public interface Upstream {
        Reply forward(JsonNode request) throws IOException;
    }

    /** What is done to one request; null closes the connection without an answer. */
    @FunctionalInterface
    public interface Fault {
        Fault NONE = (request, upstream) -> upstream.forward(request);

        @Nullable
        Reply answer(JsonNode request, Upstream upstream) throws IOException;
    }

    private RpcProxy(URI node, HttpServer server) {
        this.node = node;
        this.server = server;
    }

    /** Listens on a free port of this machine. */
    public static RpcProxy before(String nodeUrl) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RpcProxy proxy = new RpcProxy(URI.create(nodeUrl), server);
        server.createContext("/", proxy::serve);
        server.setExecutor(proxy.threads);
        server.start();
        return proxy;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From the next request on. */
    public void fault(Fault next) {
        fault = next;
    }

    /** How many requests came so far; a batch is one. */
    public long requests() {
        return requests.get();
    }

    /** The method of a request; that of the first one of a batch. */
    public static String method(JsonNode request) {
        return request.isArray()
                ? request.path(0).path("method").asText()
                : request.path("method").asText();
    }

    /** Asks the node itself, past all faults. */
    public JsonNode ask(String method, Object... parameters) {
        Map<String, Object> request =
                Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(parameters));
        try {
            JsonNode answer = JSON.readTree(forward(JSON.valueToTree(request)).body());
            if (answer.has("error")) {
                throw new IllegalStateException(method + ": " + answer.path("error"));
            }
            return answer.path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Reply reply = fault.answer(request, this::forward);
            if (reply == null) {
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] body = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply forward(JsonNode request) throws IOException {
        HttpRequest onwards = HttpRequest.newBuilder(node)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
                .build();
        try {
            HttpResponse<String> answer = client.send(onwards, HttpResponse.BodyHandlers.ofString(UTF_8));
            return new Reply(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

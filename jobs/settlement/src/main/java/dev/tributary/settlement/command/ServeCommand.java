package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.serving.ApiServer;
import dev.tributary.settlement.serving.ServeConfig;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The read-only HTTP endpoint, until it is interrupted. */
@Command(
        name = "serve",
        description = "Serve claims, epochs, models and the status over HTTP, read-only, as `reader.user`."
                + " /openapi.yaml describes it.")
final class ServeCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on (default: ${DEFAULT-VALUE}, this machine alone).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port = 8_787;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = common.settings();
        ServeConfig config =
                new ServeConfig(host, port, SettlementConfig.vault(settings), DatabaseLogin.reader(settings));
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread stopper = new Thread(() -> {
            stop.countDown();
            awaitQuietly(ended);
        });
        try (ApiServer server = ApiServer.start(config, InstantSource.system())) {
            Runtime.getRuntime().addShutdownHook(stopper);
            announce("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
            stop.await();
        } finally {
            ended.countDown();
        }
        return ExitCode.OK;
    }

    private void announce(String url) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(common.json() ? CanonicalJson.write(Map.of("url", url)) : "serving at " + url);
        out.flush();
    }

    private static void awaitQuietly(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

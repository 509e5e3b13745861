package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.settlement.command.ExitCode;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tributary serve} as an operator runs it: a process that is ready, answers, and ends when it is told to. */
final class ServeCommandIT {
    private static final String VAULT = "0x" + "5e".repeat(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static EmbeddedDatabase database;
    private static Path config;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        database = EmbeddedDatabase.start();
        DatabaseLogin reader = database.login(DatabaseRole.READ);
        config = Files.write(
                folder.resolve("serve.properties"),
                List.of(
                        "chain.id=31337",
                        "contract.royalty-vault=" + VAULT,
                        "database.url=" + reader.url(),
                        "reader.password-file=" + reader.passwordFile()));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static long connections() throws Exception {
        try (Connection connection = database.login(DatabaseRole.MIGRATOR).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from pg_stat_activity where usename = 'tributary_read'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void itIsReadyAnswersAndLeavesNothingWhenItIsTerminated() throws Exception {
        try (TributaryProcess serve = TributaryProcess.start("serve", "--port", "0", "--config", config.toString())) {
            String url = serve.awaitLine("^serving at (http://127\\.0\\.0\\.1:\\d+)$");
            assertThat(get(url + "/ready").statusCode()).isEqualTo(200);
            assertThat(get(url + "/v1/epochs").body()).isEqualTo("{\"epochs\":[]}");
            assertThat(get(url + "/metrics").body()).contains("tributary_serve_requests");
            assertThat(connections()).isPositive();

            assertThat(serve.terminate()).isIn(ExitCode.OK, TributaryProcess.TERMINATED);
            assertThatThrownBy(() -> get(url + "/health")).isInstanceOf(ConnectException.class);
            assertThat(ProcessHandle.of(serve.pid())).isEmpty();
            assertThat(connections()).isZero();
            assertThat(serve.said()).as("nothing but where it is").hasSize(1);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLineThatNamesTheOption() throws Exception {
        try (TributaryProcess first =
                TributaryProcess.start("serve", "--port", "0", "--json", "--config", config.toString())) {
            String port = first.awaitLine("^\\{\"url\":\"http://127\\.0\\.0\\.1:(\\d+)\"}$");
            try (TributaryProcess second =
                    TributaryProcess.start("serve", "--port", port, "--config", config.toString())) {
                assertThat(second.exitCode()).as("%s", second.said()).isEqualTo(ExitCode.USAGE);
                assertThat(second.said())
                        .filteredOn(line -> line.startsWith("CONFIG_INVALID: "))
                        .singleElement()
                        .asString()
                        .contains("cannot be listened on", "--port");
            }
        }
    }
}

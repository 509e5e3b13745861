package dev.tributary.local.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** No engine runs here: the stack's file is held against Compose's schema, and what it names against what there is. */
final class ComposeTest {
    private static final Path SETTINGS = YamlFile.ROOT.resolve("scripts/compose");
    private static final Pattern PINNED = Pattern.compile("[a-z/-]+:v?\\d+\\.\\d+[a-z0-9._-]*");

    private static Compose compose;

    @BeforeAll
    static void load() throws IOException {
        compose = Compose.load();
    }

    private static JsonNode service(String name) {
        JsonNode service = compose.services().get(name);
        if (service == null) {
            throw new AssertionError("no service " + name);
        }
        return service;
    }

    @Test
    void composeTakesTheFile() throws IOException {
        assertThat(Compose.errors(compose.file())).isEmpty();
        ObjectNode broken = compose.file().deepCopy();
        ((ObjectNode) broken.at("/services/serve")).put("comand", "serve");
        assertThat(Compose.errors(broken)).isNotEmpty();
    }

    @Test
    void everyImageIsPinnedOrMadeFromTheDockerfile() throws IOException {
        String dockerfile = Files.readString(YamlFile.ROOT.resolve("Dockerfile"));
        compose.services().forEach((name, service) -> {
            assertThat(service.path("image").asText()).as(name).matches(PINNED);
            if (service.has("build")) {
                assertThat(dockerfile)
                        .contains(" AS " + service.at("/build/target").asText() + "\n");
            }
        });
        assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM ")))
                .allSatisfy(line -> assertThat(line.split(" ", -1)[1]).matches("[a-z/-]+:[\\w.-]*\\d+\\.\\d+[\\w.-]*"));
    }

    @Test
    void whatTheImagesCopyIsInTheRepositoryAndInTheBuildContext() throws IOException {
        String ignored = Files.readString(YamlFile.ROOT.resolve(".dockerignore"));
        Files.readAllLines(YamlFile.ROOT.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .map(line -> line.split(" ", -1))
                .flatMap(words -> Stream.of(words).skip(1).limit(words.length - 2L))
                .forEach(path -> {
                    assertThat(YamlFile.ROOT.resolve(path)).exists();
                    assertThat(Stream.of(ignored.split("\n", -1))
                                    .filter(line -> line.startsWith("!"))
                                    .map(line -> Path.of(line.substring(1))))
                            .as(path)
                            .anyMatch(allowed -> Path.of(path).startsWith(allowed));
                });
        assertThat(ignored.lines().filter(line -> !line.startsWith("#")).findFirst())
                .contains("*");
    }

    @Test
    void everyServiceHasLimitsAndNoMoreRightsThanItNeeds() {
        compose.services().forEach((name, service) -> {
            assertThat(service.at("/deploy/resources/limits/memory").asText())
                    .as(name)
                    .matches("\\d+[MG]");
            assertThat(service.at("/deploy/resources/limits/cpus").asText())
                    .as(name)
                    .isNotEmpty();
            assertThat(Compose.texts(service.path("cap_drop"))).as(name).containsExactly("ALL");
            assertThat(Compose.texts(service.path("security_opt"))).as(name).containsExactly("no-new-privileges:true");
            assertThat(service.path("read_only").asBoolean()).as(name).isEqualTo(!name.equals("kafka"));
            assertThat(Compose.texts(service.path("networks"))).as(name).containsExactly("tributary");
            assertThat(service.path("privileged").asBoolean()).as(name).isFalse();
            Compose.texts(service.path("ports"))
                    .forEach(port -> assertThat(port).startsWith("127.0.0.1:"));
        });
        assertThat(compose.services().entrySet())
                .filteredOn(entry -> !entry.getValue().path("user").asText().startsWith("${TRIBUTARY_UID:?"))
                .extracting(Map.Entry::getKey)
                .containsExactly("kafka", "prepare", "topics");
        assertThat(Compose.texts(service("prepare").path("cap_add"))).containsExactly("CHOWN");
    }

    @Test
    void whoIsWaitedForCanBeReady() {
        compose.services().forEach((name, service) -> {
            assertThat(service.has("healthcheck")).as(name).isEqualTo(!Compose.isOneShot(service));
            service.path("depends_on").properties().forEach(wait -> {
                JsonNode other = service(wait.getKey());
                String condition = wait.getValue().path("condition").asText();
                assertThat(condition)
                        .as(name + " waits for " + wait.getKey())
                        .isEqualTo(Compose.isOneShot(other) ? "service_completed_successfully" : "service_healthy");
            });
            assertThat(waitsFor(name, new HashSet<>())).as(name).doesNotContain(name);
        });
        assertThat(waitsFor("submit", new HashSet<>()))
                .containsExactlyInAnyOrder(
                        "taskmanager",
                        "jobmanager",
                        "prepare",
                        "topics",
                        "kafka",
                        "contracts",
                        "chain",
                        "logins",
                        "migrate",
                        "postgres");
    }

    private static Set<String> waitsFor(String name, Set<String> seen) {
        service(name).path("depends_on").properties().forEach(wait -> {
            if (seen.add(wait.getKey())) {
                waitsFor(wait.getKey(), seen);
            }
        });
        return seen;
    }

    @Test
    void secretsAreFilesThatTheScriptMakesForTheirOwnerAlone(@TempDir Path stack) throws Exception {
        ProcessBuilder script = new ProcessBuilder(
                YamlFile.ROOT.resolve("scripts/compose-secrets").toRealPath().toString());
        script.environment().put("TRIBUTARY_STACK", stack.toString());
        assertThat(script.redirectErrorStream(true).start().waitFor()).isZero();
        Set<String> made = new TreeSet<>();
        try (Stream<Path> files = Files.list(stack.resolve(".secrets"))) {
            for (Path file : files.toList()) {
                made.add(file.getFileName().toString());
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(file)).matches("[0-9a-f]{64}");
            }
        }
        assertThat(compose.section("secrets").keySet()).isEqualTo(made);
        compose.section("secrets")
                .forEach((name, secret) ->
                        assertThat(secret.path("file").asText()).isEqualTo(".secrets/" + name));
        assertThat(Files.readString(stack.resolve(".env")))
                .matches("TRIBUTARY_UID=[1-9]\\d*\nTRIBUTARY_GID=[1-9]\\d*\n");
        String before = Files.readString(stack.resolve(".secrets/postgres_password"));
        assertThat(script.start().waitFor()).isZero();
        assertThat(stack.resolve(".secrets/postgres_password")).hasContent(before);
        assertThat(Files.readString(YamlFile.ROOT.resolve(".gitignore"))).contains("/.secrets/\n", "/.env\n");
    }

    @Test
    void noSecretIsInAnEnvironmentAndEveryNamedOneIsGiven() {
        Set<String> used = new TreeSet<>();
        compose.services().forEach((name, service) -> {
            List<String> secrets = Compose.texts(service.path("secrets"));
            used.addAll(secrets);
            service.path("environment").properties().forEach(variable -> {
                String value = variable.getValue().asText();
                if (variable.getKey().matches(".*(PASSWORD|SECRET|TOKEN|KEY).*")) {
                    assertThat(value).as(variable.getKey()).startsWith("/run/secrets/");
                }
            });
            Matcher named = Pattern.compile("/run/secrets/(\\w+)").matcher(service.toString());
            while (named.find()) {
                assertThat(secrets).as(name).contains(named.group(1));
            }
        });
        assertThat(used).isEqualTo(compose.section("secrets").keySet());
    }

    @Test
    void whatIsMountedIsThere() {
        Set<String> used = new TreeSet<>();
        Set<String> prepared = new TreeSet<>(Compose.texts(service("prepare").path("volumes")).stream()
                .map(volume -> volume.split(":", -1)[0])
                .toList());
        compose.services().forEach((name, service) -> Compose.texts(service.path("volumes"))
                .forEach(volume -> {
                    String source = volume.split(":", -1)[0];
                    if (source.startsWith("./")) {
                        assertThat(YamlFile.ROOT.resolve(source)).as(name).exists();
                        assertThat(volume)
                                .as("nothing writes into the repository")
                                .endsWith(":ro");
                    } else {
                        used.add(source);
                        assertThat(name.equals("kafka") || prepared.contains(source))
                                .as(volume)
                                .isTrue();
                    }
                }));
        assertThat(used).isEqualTo(compose.section("volumes").keySet());
        assertThat(Compose.texts(service("prepare").path("command")).stream().skip(1))
                .containsExactlyInAnyOrderElementsOf(
                        prepared.stream().map(volume -> "/volumes/" + volume).toList());
    }

    @Test
    void everyCommandAndSettingIsOneOfOurs(@TempDir Path folder) throws IOException {
        Map<String, String> settings = settings("settlement");
        for (String program : List.of("settlement", "serve", "migrate")) {
            assertThatCode(() -> Programs.read(program, settings, folder)).doesNotThrowAnyException();
        }
        Programs.read("royalty", settings("royalty"), folder);
        Set<String> verbs = new TreeSet<>();
        compose.services().forEach((name, service) -> {
            if (!service.path("image").asText().equals("tributary:0.1.0")) {
                return;
            }
            List<String> arguments = Compose.texts(service.path("command"));
            CommandLine.ParseResult parsed = Programs.parse(arguments);
            verbs.add(arguments.get(0));
            if (arguments.contains("--config")) {
                assertThat(Programs.option(parsed, "--config")).isEqualTo("/etc/tributary/settlement.properties");
                assertThat(Compose.texts(service.path("volumes"))).contains("./scripts/compose:/etc/tributary:ro");
            }
            secretsOf(arguments.get(0), settings).forEach(secret -> assertThat(Compose.texts(service.path("secrets")))
                    .as(name)
                    .contains(secret));
        });
        assertThat(verbs).containsExactly("deploy-dev", "doctor", "migrate", "serve", "settle");
    }

    private static Map<String, String> settings(String program) throws IOException {
        return Programs.properties(Files.readString(SETTINGS.resolve(program + ".properties")));
    }

    private static List<String> secretsOf(String verb, Map<String, String> settings) {
        List<String> keys =
                switch (verb) {
                    case "migrate" -> List.of("migrator.password-file");
                    case "serve" -> List.of("reader.password-file");
                    case "settle" -> List.of("database.password-file", "submitter.passphrase-file");
                    case "doctor" ->
                        List.of(
                                "database.password-file",
                                "reader.password-file",
                                "migrator.password-file",
                                "submitter.passphrase-file");
                    default -> List.of();
                };
        return keys.stream()
                .map(key -> settings.getOrDefault(key, "").replace("/run/secrets/", ""))
                .toList();
    }

    @Test
    void theJobsAreSubmittedFromTheirJarWithTheirSettings() throws Exception {
        String script = Files.readString(SETTINGS.resolve("submit-jobs"));
        Matcher submitted =
                Pattern.compile("(?m)^submit (\\w+) ([\\w.]+) \\d+$").matcher(script);
        List<String> names = new ArrayList<>();
        while (submitted.find()) {
            names.add(submitted.group(1));
            assertThat(SETTINGS.resolve(submitted.group(1) + ".properties")).exists();
            Class.forName(submitted.group(2)).getMethod("main", String[].class);
        }
        assertThat(names).containsExactly("ingest", "royalty");
        String jar = "/opt/flink/usrlib/tributary-jobs.jar";
        assertThat(script).contains("jar=" + jar + "\n");
        assertThat(Files.readString(YamlFile.ROOT.resolve("Dockerfile")))
                .contains("/src/jobs/pipelines/target/tributary-jobs.jar " + jar + "\n");
        for (String file : List.of("submit-jobs", "create-topics")) {
            assertThat(Files.isExecutable(SETTINGS.resolve(file))).as(file).isTrue();
            Process parsed =
                    new ProcessBuilder("bash", "-n", SETTINGS.resolve(file).toString()).start();
            assertThat(parsed.waitFor()).as(file).isZero();
        }
        for (String process : List.of("jobmanager", "taskmanager", "submit")) {
            assertThat(Compose.texts(service(process).path("secrets"))).contains("tributary_jobs_password");
        }
        assertThat(settings("royalty").get("database.password-file")).isEqualTo("/run/secrets/tributary_jobs_password");
    }

    @Test
    void theTopicsAreThoseOfTheCatalogue() throws IOException {
        String script = Files.readString(SETTINGS.resolve("create-topics"));
        String common = group(script, "(?s)settings=\\(([^)]*)\\)");
        JsonNode channels = YamlFile.document(YamlFile.ROOT.resolve("schemas/asyncapi.yaml"))
                .path("channels");
        assertThat(channels).hasSize(3);
        channels.properties().forEach(channel -> {
            String line = group(script, "(?m)^create " + Pattern.quote(channel.getKey()) + " (.*)$");
            Map<String, String> given = new TreeMap<>();
            for (String setting : (common + " " + line).strip().split("\\s+", -1)) {
                String[] parts = setting.split("=", 2);
                given.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
            JsonNode kafka = channel.getValue().at("/bindings/kafka");
            Map<String, String> wanted = new TreeMap<>();
            kafka.path("topicConfiguration")
                    .properties()
                    .forEach(setting -> wanted.put(
                            setting.getKey(),
                            setting.getValue().isArray()
                                    ? setting.getValue().get(0).asText()
                                    : setting.getValue().asText()));
            assertThat(given).as(channel.getKey()).containsAllEntriesOf(wanted);
            assertThat(line.split(" ", -1)[0])
                    .isEqualTo(kafka.path("partitions").asText("4"));
        });
        for (String program : List.of("ingest", "royalty", "settlement")) {
            assertThat(settings(program))
                    .containsEntry("usage.partitions", "4")
                    .containsEntry("topic.replication", "1");
        }
    }

    private static String group(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void kafkaKnowsEverySettingItIsGiven() {
        Set<String> known = Set.copyOf(KafkaConfig.configDef().names());
        Map<String, String> broker = new TreeMap<>();
        service("kafka").path("environment").properties().forEach(variable -> {
            if (variable.getKey().startsWith("KAFKA_")) {
                String setting = variable.getKey()
                        .substring("KAFKA_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                assertThat(known).contains(setting);
                broker.put(setting, variable.getValue().asText());
            }
        });
        assertThatCode(() -> new KafkaConfig(broker, false)).doesNotThrowAnyException();
    }

    @Test
    void prometheusAndGrafanaFindWhatTheyAreTold() throws IOException {
        JsonNode scrapes = YamlFile.document(YamlFile.ROOT.resolve("dashboards/prometheus/prometheus.yml"))
                .path("scrape_configs");
        assertThat(scrapes).isNotEmpty();
        for (JsonNode scrape : scrapes) {
            for (String target : Compose.texts(scrape.at("/static_configs/0/targets"))) {
                String host = target.split(":", -1)[0];
                assertThat(Compose.texts(service(host).path("command")).toString() + service(host))
                        .as(target)
                        .contains(target.split(":", -1)[1]);
            }
        }
        Set<String> used = new TreeSet<>();
        StringBuilder provisioning = new StringBuilder();
        try (Stream<Path> files = Files.walk(YamlFile.ROOT.resolve("dashboards/grafana/provisioning"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                provisioning.append(Files.readString(file));
            }
        }
        Matcher variable = Pattern.compile("\\$(TRIBUTARY_\\w+)").matcher(provisioning);
        while (variable.find()) {
            used.add(variable.group(1));
        }
        Set<String> given = new TreeSet<>();
        service("grafana").path("environment").properties().forEach(entry -> {
            if (entry.getKey().startsWith("TRIBUTARY_")) {
                given.add(entry.getKey());
            }
        });
        assertThat(given).isEqualTo(used);
        Matcher secret = Pattern.compile("/run/secrets/(\\w+)").matcher(provisioning);
        assertThat(secret.find()).isTrue();
        assertThat(Compose.texts(service("grafana").path("secrets"))).contains(secret.group(1));
    }
}

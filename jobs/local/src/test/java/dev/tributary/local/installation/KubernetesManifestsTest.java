package dev.tributary.local.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** There is no Kubernetes here: the manifests are held against its published schemas and against our own code. */
final class KubernetesManifestsTest {
    private static final Path FOLDER = YamlFile.ROOT.resolve("scripts/k8s");
    private static final String FLINK = "FlinkDeployment";
    /** What the operator sets from other fields, or what differs between one machine and a cluster. */
    private static final Set<String> OF_THE_OPERATOR = Set.of(
            "jobmanager.bind-host",
            "jobmanager.rpc.address",
            "jobmanager.rpc.port",
            "jobmanager.memory.process.size",
            "taskmanager.bind-host",
            "taskmanager.host",
            "taskmanager.memory.process.size",
            "rest.address",
            "rest.bind-address",
            "rest.port",
            "parallelism.default",
            "execution.checkpointing.dir",
            "execution.checkpointing.savepoint-dir",
            "metrics.reporter.prom.port");

    private static final List<JsonNode> RESOURCES = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                RESOURCES.addAll(YamlFile.documents(file));
            }
        }
    }

    private static List<JsonNode> ofKind(String kind) {
        return RESOURCES.stream()
                .filter(resource -> resource.path("kind").asText().equals(kind))
                .toList();
    }

    private static JsonNode named(String kind, String name) {
        return ofKind(kind).stream()
                .filter(resource -> resource.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    private static List<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static List<String> texts(JsonNode array) {
        return items(array).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> podSpecs() {
        return RESOURCES.stream()
                .flatMap(resource -> Stream.of(
                        resource.at("/spec/template/spec"),
                        resource.at("/spec/jobTemplate/spec/template/spec"),
                        resource.at("/spec/podTemplate/spec")))
                .filter(spec -> !spec.isMissingNode())
                .toList();
    }

    private static List<JsonNode> containers() {
        return podSpecs().stream()
                .flatMap(spec -> Stream.concat(
                        items(spec.path("initContainers")).stream(), items(spec.path("containers")).stream()))
                .toList();
    }

    @Test
    void theApiServerWouldTakeEveryField() throws IOException {
        KubernetesSchema schema = KubernetesSchema.load();
        assertThat(RESOURCES).hasSizeGreaterThan(10).allSatisfy(resource -> assertThat(schema.errors(resource))
                .as(resource.path("kind").asText() + " "
                        + resource.at("/metadata/name").asText())
                .isEmpty());
        for (JsonNode resource : RESOURCES) {
            ObjectNode broken = resource.deepCopy();
            broken.putObject("sepc");
            assertThat(schema.errors(broken)).as(resource.path("kind").asText()).isNotEmpty();
        }
    }

    @Test
    void everyPodRunsWithAsLittleAsItNeeds() {
        assertThat(podSpecs()).hasSize(6).allSatisfy(spec -> {
            JsonNode context = spec.path("securityContext");
            assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(context.path("runAsUser").asInt()).isPositive();
            assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        });
        assertThat(containers()).hasSize(8).allSatisfy(container -> {
            JsonNode context = container.path("securityContext");
            assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(texts(context.at("/capabilities/drop"))).containsExactly("ALL");
            assertThat(container.path("env")).as("secrets are files").isEmpty();
        });
        assertThat(containers())
                .filteredOn(container -> !container.path("name").asText().equals("flink-main-container"))
                .allSatisfy(container -> assertThat(
                                container.at("/resources/limits/memory").asText())
                        .isNotEmpty());
        assertThat(ofKind(FLINK))
                .allSatisfy(job -> Stream.of("jobManager", "taskManager").forEach(process -> assertThat(
                                job.at("/spec/" + process + "/resource/memory").asText())
                        .isNotEmpty()));
    }

    @Test
    void imagesAreTheTargetsOfTheDockerfileAtOneVersion() throws IOException {
        Set<String> images = new TreeSet<>();
        containers().forEach(container -> images.add(container.path("image").asText()));
        ofKind(FLINK).forEach(job -> images.add(job.at("/spec/image").asText()));
        images.remove("");
        assertThat(images).containsExactly("tributary-flink:0.1.0", "tributary:0.1.0");
        assertThat(Files.readString(YamlFile.ROOT.resolve("Dockerfile"))).contains(" AS tributary\n", " AS flink\n");
    }

    @Test
    void whatIsMountedIsThere() {
        for (JsonNode spec : podSpecs()) {
            Set<String> volumes = new TreeSet<>();
            for (JsonNode volume : items(spec.path("volumes"))) {
                volumes.add(volume.path("name").asText());
                String settings = volume.at("/configMap/name").asText();
                String claim = volume.at("/persistentVolumeClaim/claimName").asText();
                if (!settings.isEmpty()) {
                    named("ConfigMap", settings);
                }
                if (!claim.isEmpty()) {
                    named("PersistentVolumeClaim", claim);
                }
                String secret = volume.at("/secret/secretName").asText();
                assertThat(RESOURCES)
                        .noneMatch(resource -> resource.path("kind").asText().equals("Secret"));
                assertThat(secret.isEmpty() || secret.startsWith("tributary-")).isTrue();
            }
            Set<String> mounted = new TreeSet<>();
            Stream.concat(items(spec.path("initContainers")).stream(), items(spec.path("containers")).stream())
                    .forEach(container -> items(container.path("volumeMounts"))
                            .forEach(mount -> mounted.add(mount.path("name").asText())));
            assertThat(mounted).isEqualTo(volumes);
        }
    }

    @Test
    void everyProgramTakesItsSettings(@TempDir Path folder) throws IOException {
        List<JsonNode> maps = ofKind("ConfigMap");
        assertThat(maps).hasSize(5);
        for (JsonNode map : maps) {
            Map.Entry<String, JsonNode> file =
                    map.path("data").properties().iterator().next();
            String program = file.getKey().replace(".properties", "");
            Map<String, String> settings = Programs.properties(file.getValue().asText());
            assertThatCode(() -> Programs.read(program, settings, folder))
                    .as(program)
                    .doesNotThrowAnyException();
            settings.forEach((key, value) -> {
                if (key.endsWith("-file") || key.equals("submitter.keystore")) {
                    assertThat(value).as(key).matches("/(secrets|keys)/[a-z.-]+");
                }
            });
        }
    }

    @Test
    void everyCommandIsOneOfOurs() {
        List<List<String>> commands = containers().stream()
                .map(container -> texts(container.path("command")))
                .filter(command -> !command.isEmpty() && command.get(0).startsWith("/opt"))
                .toList();
        assertThat(commands).hasSize(4).allSatisfy(command -> {
            assertThat(command.get(0)).isEqualTo(Programs.COMMAND);
            CommandLine.ParseResult parsed = Programs.parse(command.subList(1, command.size()));
            String file =
                    Path.of(Programs.option(parsed, "--config")).getFileName().toString();
            assertThat(ofKind("ConfigMap")).anyMatch(map -> map.path("data").has(file));
        });
    }

    @Test
    void theJobsOfFlinkAreInTheJarAndStartWithTheirOwnSettings() throws Exception {
        String dockerfile = Files.readString(YamlFile.ROOT.resolve("Dockerfile"));
        assertThat(ofKind(FLINK)).hasSize(2);
        for (JsonNode deployment : ofKind(FLINK)) {
            JsonNode job = deployment.at("/spec/job");
            String jar = job.path("jarURI").asText().replace("local://", "");
            assertThat(dockerfile).contains("/src/jobs/pipelines/target/tributary-jobs.jar " + jar);
            assertThat(Files.readString(YamlFile.ROOT.resolve("jobs/pipelines/pom.xml")))
                    .contains("${project.build.directory}/tributary-jobs.jar");
            Class.forName(job.path("entryClass").asText()).getMethod("main", String[].class);
            List<String> arguments = texts(job.path("args"));
            assertThat(arguments).hasSize(2).startsWith("--config");
            String file = Path.of(arguments.get(1)).getFileName().toString();
            assertThat(named("ConfigMap", deployment.at("/metadata/name").asText())
                            .path("data")
                            .has(file))
                    .isTrue();
            assertThat(job.path("upgradeMode").asText()).isEqualTo("savepoint");
            assertThat(job.path("allowNonRestoredState").asBoolean(true)).isFalse();
        }
    }

    @Test
    void flinkIsConfiguredAsInTheFileForOneMachine() throws IOException {
        Map<String, String> onOneMachine = new TreeMap<>();
        flatten("", YamlFile.document(YamlFile.ROOT.resolve("scripts/flink/config.yaml")), onOneMachine);
        onOneMachine.keySet().removeAll(OF_THE_OPERATOR);
        String logging = Files.readString(YamlFile.ROOT.resolve("scripts/flink/log4j-console.properties"));
        for (JsonNode deployment : ofKind(FLINK)) {
            Map<String, String> configured = new TreeMap<>();
            flatten("", deployment.at("/spec/flinkConfiguration"), configured);
            assertThat(configured).containsAllEntriesOf(onOneMachine);
            assertThat(deployment
                            .at("/spec/logConfiguration/log4j-console.properties")
                            .asText()
                            .strip())
                    .isEqualTo(logging.strip());
        }
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), into));
        } else {
            into.put(path, node.asText());
        }
    }

    @Test
    void policiesAndServicesSelectPodsThatExist() {
        List<JsonNode> labels = RESOURCES.stream()
                .flatMap(resource -> Stream.of(
                        resource.at("/spec/template/metadata/labels"),
                        resource.at("/spec/jobTemplate/spec/template/metadata/labels"),
                        resource.at("/spec/podTemplate/metadata/labels")))
                .filter(node -> !node.isMissingNode())
                .toList();
        assertThat(labels).hasSize(6).allSatisfy(pod -> assertThat(
                        pod.path("app.kubernetes.io/part-of").asText())
                .isEqualTo("tributary"));
        Stream.concat(
                        ofKind("NetworkPolicy").stream().map(policy -> policy.at("/spec/podSelector")),
                        Stream.concat(ofKind("Service").stream(), ofKind("PodDisruptionBudget").stream())
                                .map(resource -> resource.at("/spec/selector")))
                .forEach(
                        selector -> assertThat(labels).as(selector.toString()).anyMatch(pod -> selects(selector, pod)));
    }

    private static boolean selects(JsonNode selector, JsonNode labels) {
        JsonNode wanted = selector.has("matchLabels")
                ? selector.path("matchLabels")
                : selector.has("matchExpressions") ? YamlFile.EMPTY : selector;
        return wanted.properties().stream()
                        .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()))
                && items(selector.path("matchExpressions")).stream()
                        .allMatch(
                                expression -> labels.has(expression.path("key").asText()));
    }

    /** The alerts read these; a run on a schedule ends before anybody can ask it. */
    @Test
    void prometheusMayAskWhateverStays() {
        List<String> open = items(named("NetworkPolicy", "tributary-metrics").at("/spec/ingress/0/ports")).stream()
                .map(port -> port.path("port").asText())
                .toList();
        List<JsonNode> pods = RESOURCES.stream()
                .flatMap(resource -> Stream.of(resource.at("/spec/template"), resource.at("/spec/podTemplate")))
                .filter(pod -> !pod.isMissingNode()
                        && !pod.at("/spec/restartPolicy").asText().equals("Never"))
                .toList();
        assertThat(pods).hasSize(4).allSatisfy(pod -> {
            JsonNode annotations = pod.at("/metadata/annotations");
            String port = annotations.path("prometheus.io/port").asText();
            assertThat(annotations.path("prometheus.io/scrape").asText()).isEqualTo("true");
            assertThat(open).contains(port);
            assertThat(items(pod.at("/spec/containers")))
                    .flatExtracting(container -> items(container.path("ports")))
                    .anyMatch(each -> each.path("containerPort").asText().equals(port));
        });
        JsonNode settle = named("Deployment", "tributary-settle").at("/spec/template/spec/containers/0");
        assertThat(settle.at("/ports/0/containerPort").asText())
                .isEqualTo(Programs.option(
                        Programs.parse(texts(settle.path("command"))
                                .subList(1, settle.path("command").size())),
                        "--metrics-port"));
    }

    @Test
    void probesAskWhatTheEndpointAnswers() throws IOException {
        JsonNode paths =
                YamlFile.document(YamlFile.ROOT.resolve("schemas/openapi.yaml")).path("paths");
        JsonNode serve = named("Deployment", "tributary-serve").at("/spec/template/spec/containers/0");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(paths.has(serve.at("/" + probe + "/httpGet/path").asText()))
                    .as(probe)
                    .isTrue();
        }
        assertThat(serve.at("/ports/0/containerPort").asText())
                .isEqualTo(Programs.option(
                        Programs.parse(texts(serve.path("command"))
                                .subList(1, serve.path("command").size())),
                        "--port"));
    }
}

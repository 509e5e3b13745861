package dev.tributary.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What `flink run` is given, beside what a Flink installation has in lib/. Both are made by `mvn package`. */
final class JobJarIT {
    private static final Path JAR = Path.of("target/tributary-jobs.jar");
    private static final Path LIB = Path.of("../../scripts/flink/target/flink/lib");

    @BeforeAll
    static void bothWereMade() {
        assertThat(JAR).as("mvn package -pl jobs/pipelines -am").isRegularFile();
        assertThat(LIB).as("mvn package -pl scripts/flink").isDirectory();
    }

    @Test
    void itHoldsNoClassThatFlinkHas() throws IOException {
        Set<String> ofFlink = new TreeSet<>();
        for (Path jar : installed()) {
            ofFlink.addAll(entries(jar));
        }
        assertThat(ofFlink)
                .contains(
                        "org/apache/flink/streaming/api/environment/StreamExecutionEnvironment.class",
                        "org/apache/flink/connector/base/source/reader/SourceReaderBase.class",
                        "org/apache/flink/connector/datagen/source/DataGeneratorSource.class",
                        "org/apache/flink/state/rocksdb/EmbeddedRocksDBStateBackend.class");
        assertThat(entries(JAR))
                .filteredOn(entry -> entry.startsWith("org/apache/flink/") && entry.endsWith(".class"))
                .contains("org/apache/flink/connector/kafka/source/KafkaSource.class")
                .doesNotContainAnyElementsOf(ofFlink);
    }

    @Test
    void itHoldsWhatFlinkHasNot() throws IOException {
        assertThat(entries(JAR))
                .contains(
                        "dev/tributary/pipelines/RoyaltyJob.class",
                        "dev/tributary/pipelines/ChainIngestJob.class",
                        "dev/tributary/domain/usage/BookingRule.class",
                        "dev/tributary/chain/EvmRpc.class",
                        "dev/tributary/schemas/asyncapi.yaml",
                        "org/apache/flink/connector/kafka/source/KafkaSource.class",
                        "org/apache/kafka/clients/consumer/KafkaConsumer.class",
                        "org/postgresql/Driver.class",
                        "org/web3j/protocol/Web3j.class");
    }

    @Test
    void howToLogIsLeftToTheCluster() throws IOException {
        assertThat(entries(JAR))
                .noneMatch(entry -> entry.startsWith("org/slf4j/") || entry.startsWith("org/apache/logging/"))
                .noneMatch(entry -> entry.startsWith("log4j2") || entry.startsWith("logback"));
    }

    @Test
    void noSignatureOfAJarThatWasTakenApartIsLeft() throws IOException {
        assertThat(entries(JAR)).noneMatch(entry -> entry.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"));
    }

    @Test
    void filesThatNameServicesAreMerged() throws IOException {
        assertThat(text("META-INF/services/com.fasterxml.jackson.core.JsonFactory"))
                .contains(
                        "com.fasterxml.jackson.core.JsonFactory", "com.fasterxml.jackson.dataformat.yaml.YAMLFactory");
        assertThat(text("META-INF/services/java.sql.Driver")).contains("org.postgresql.Driver");
        Set<String> classes = entries(JAR);
        for (String entry : classes) {
            if (entry.matches("META-INF/services/[^/]+")) {
                assertThat(text(entry))
                        .as(entry)
                        .allMatch(provider -> classes.contains(provider.replace('.', '/') + ".class"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.tributary.pipelines.RoyaltyJob", "dev.tributary.pipelines.ChainIngestJob"})
    void aJobStartsOnFlinksClassesAndItsOwn(String job) throws Exception {
        List<URL> path = new ArrayList<>();
        for (Path jar : installed()) {
            path.add(jar.toUri().toURL());
        }
        path.add(JAR.toUri().toURL());
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> main = Class.forName(job, true, loader);
            Throwable refusal = Assertions.catchThrowableOfType(
                            InvocationTargetException.class, () -> main.getMethod("main", String[].class)
                                    .invoke(null, (Object) new String[] {"--config", "no-such-file"}))
                    .getCause();
            assertThat(refusal).hasMessageStartingWith("CONFIG_UNREADABLE: ");
        }
    }

    private static List<Path> installed() throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static Set<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(Object::toString)
                    .filter(name -> !name.endsWith("/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> text(String entry) throws IOException {
        try (JarFile file = new JarFile(JAR.toFile())) {
            String content =
                    new String(file.getInputStream(file.getEntry(entry)).readAllBytes(), UTF_8);
            return content.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}

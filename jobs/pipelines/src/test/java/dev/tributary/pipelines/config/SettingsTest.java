package dev.tributary.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    private static final Set<String> KNOWN =
            Set.of("kafka.bootstrap-servers", "poll.interval", "count", "on", "key-file");

    @Test
    void theEnvironmentOverridesTheFile() {
        Settings settings = Settings.parse(
                "kafka.bootstrap-servers=file:9092\ncount=1",
                Map.of("TRIBUTARY_KAFKA_BOOTSTRAP_SERVERS", "env:9092"),
                KNOWN);
        assertThat(settings.text("kafka.bootstrap-servers")).isEqualTo("env:9092");
        assertThat(settings.wholeNumber("count")).isEqualTo(1);
    }

    @Test
    void aSettingOfAnotherProgramInTheEnvironmentIsPassedOver() {
        assertThat(Settings.parse("", Map.of("TRIBUTARY_OTHER", "x"), KNOWN).has("count"))
                .isFalse();
    }

    @Test
    void anUnknownKeyIsNamedTogetherWithTheKnownOnes() {
        assertCode("CONFIG_UNKNOWN_KEY", () -> Settings.parse("kafka.bootstrap=x", Map.of(), KNOWN));
        assertThatThrownBy(() -> Settings.parse("kafka.bootstrap=x", Map.of(), KNOWN))
                .hasMessageContaining("[kafka.bootstrap]")
                .hasMessageContaining("kafka.bootstrap-servers");
    }

    @Test
    void aMissingKeyIsNamedWithItsEnvironmentVariable() {
        Settings settings = Settings.parse("count=", Map.of(), KNOWN);
        assertCode("CONFIG_MISSING_KEY", () -> settings.text("count"));
        assertThatThrownBy(() -> settings.text("poll.interval")).hasMessageContaining("TRIBUTARY_POLL_INTERVAL");
    }

    @Test
    void anAddressComesFromItsKeyOrFromAFileAndNeverFromBoth(@TempDir Path folder) throws IOException {
        Set<String> known = Set.of("node", "node-file");
        Path file = Files.writeString(folder.resolve("node"), "http://a.example/key,\nhttp://b.example/key\n");
        Settings named = Settings.of(Map.of("node-file", file.toString()), Map.of(), known);
        assertThat(named.hasAddress("node")).isTrue();
        assertThat(named.addresses("node")).containsExactly("http://a.example/key", "http://b.example/key");
        assertThat(Settings.of(Map.of("node", "http://c.example"), Map.of(), known)
                        .address("node"))
                .isEqualTo("http://c.example");

        Settings both = Settings.of(
                Map.of("node-file", file.toString()), Map.of("TRIBUTARY_NODE", "http://c.example/key"), known);
        assertCode("CONFIG_INVALID_VALUE", () -> both.address("node"));
        assertThatThrownBy(() -> both.address("node"))
                .hasMessageContaining("'node-file'")
                .hasMessageContaining("nothing while 'node' is set")
                .message()
                .doesNotContain("example");
        Settings neither = Settings.of(Map.of(), Map.of(), known);
        assertThat(neither.hasAddress("node")).isFalse();
        assertCode("CONFIG_MISSING_KEY", () -> neither.address("node"));
        assertThatThrownBy(() -> neither.address("node")).hasMessageContaining("neither 'node' nor 'node-file'");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> named.address("node")).hasMessageContaining("it is empty");
    }

    @Test
    void valuesOfTheWrongKindAreRefused() {
        Settings settings = Settings.parse("count=9x\npoll.interval=5\non=yes", Map.of(), KNOWN);
        assertCode("CONFIG_INVALID_VALUE", () -> settings.wholeNumber("count"));
        assertCode("CONFIG_INVALID_VALUE", () -> settings.durationMillis("poll.interval"));
        assertCode("CONFIG_INVALID_VALUE", () -> settings.flag("on", false));
        Settings large = Settings.parse("count=4294967296", Map.of(), KNOWN);
        assertCode("CONFIG_INVALID_VALUE", () -> large.smallNumber("count", 0));
    }

    @Test
    void fallbacksStandInForKeysWithoutAValue() {
        Settings settings = Settings.parse("", Map.of(), KNOWN);
        assertThat(settings.text("kafka.bootstrap-servers", "a")).isEqualTo("a");
        assertThat(settings.smallNumber("count", 7)).isEqualTo(7);
        assertThat(settings.durationMillis("poll.interval", 1_000)).isEqualTo(1_000);
        assertThat(settings.flag("on", true)).isTrue();
    }

    @Test
    void aListIsSplitAtCommas() {
        Settings settings = Settings.parse("kafka.bootstrap-servers= a:1 , b:2,", Map.of(), KNOWN);
        assertThat(settings.list("kafka.bootstrap-servers")).containsExactly("a:1", "b:2");
    }

    @Test
    void aSecretIsReadFromTheFileItsKeyNames(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "hunter2\n");
        Settings settings = Settings.of(Map.of("key-file", secret.toString()), Map.of(), KNOWN);
        assertThat(settings.secret("key-file")).isEqualTo("hunter2");
        assertThatThrownBy(() -> settings.secret("count")).hasMessageContaining("-file");
    }

    @Test
    void aFileIsNamedOnTheCommandLine(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("job.properties"), "count=3");
        String[] arguments = {"--config", file.toString()};
        assertThat(Settings.fromArguments(arguments, Map.of(), KNOWN).wholeNumber("count"))
                .isEqualTo(3);
        assertCode("CONFIG_USAGE", () -> Settings.fromArguments(new String[] {"x"}, Map.of(), KNOWN));
        String[] absent = {"--config", directory.resolve("absent").toString()};
        assertCode("CONFIG_UNREADABLE", () -> Settings.fromArguments(absent, Map.of(), KNOWN));
    }

    @Test
    void readingAKeyThatIsNotDeclaredIsAFaultOfTheProgram() {
        Settings settings = Settings.parse("", Map.of(), KNOWN);
        assertThatThrownBy(() -> settings.text("undeclared")).hasMessageContaining("undeclared");
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(SettingsException.class))
                .returns(code, SettingsException::code)
                .satisfies(refusal -> assertThat(refusal).hasMessageStartingWith(code + ": "));
    }
}

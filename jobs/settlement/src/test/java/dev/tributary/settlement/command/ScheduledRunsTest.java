package dev.tributary.settlement.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The examples for schedulers: what they start exists, and what they expect of it is so. */
final class ScheduledRunsTest {
    private static final Path PROJECT = Path.of("../..");
    private static final Path SYSTEMD = PROJECT.resolve("scripts/systemd");
    private static final Path CRON = PROJECT.resolve("scripts/cron/tributary-settle");
    /** Where the examples take the project to be. */
    private static final String INSTALLED = "/opt/tributary/";
    /** Without it the command looks for sources to build. */
    private static final String PACKAGED = "TRIBUTARY_CLASSPATH=" + INSTALLED + "lib/*";
    /** Where the run's log goes is not left to the temporary folder, which ends with the run. */
    private static final String LOGGED =
            "TRIBUTARY_JAVA_OPTIONS=-Dlog4j2.configurationFile=" + INSTALLED + "log4j2.xml";

    private static final Map<String, Set<String>> SERVICE = Map.of(
            "Unit", Set.of("Description", "Wants", "After"),
            "Service",
                    Set.of(
                            "Type",
                            "User",
                            "Environment",
                            "ExecStart",
                            "SuccessExitStatus",
                            "TimeoutStartSec",
                            "NoNewPrivileges",
                            "ProtectSystem",
                            "ReadWritePaths",
                            "PrivateTmp"));
    private static final Map<String, Set<String>> TIMER = Map.of(
            "Unit", Set.of("Description"),
            "Timer", Set.of("OnBootSec", "OnUnitInactiveSec", "AccuracySec"),
            "Install", Set.of("WantedBy"));

    /** By {@code Section.Key}; sections and keys that are not meant are refused, as a misspelt one is ignored. */
    private static Map<String, String> unit(String file, Map<String, Set<String>> known) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        String section = "";
        for (String line : Files.readAllLines(SYSTEMD.resolve(file))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                assertThat(known).as(file).containsKey(section);
                continue;
            }
            int equals = line.indexOf('=');
            String key = line.substring(0, Math.max(0, equals));
            assertThat(known.get(section)).as("%s: %s", file, line).contains(key);
            assertThat(settings.put(section + "." + key, line.substring(equals + 1)))
                    .as("%s: %s twice", file, key)
                    .isNull();
        }
        return settings;
    }

    /** Takes the words as the command would, without running it. */
    private static CommandLine.ParseResult requireStartable(List<String> words) {
        assertThat(words.get(0)).startsWith(INSTALLED);
        Path program = PROJECT.resolve(words.get(0).substring(INSTALLED.length()));
        assertThat(Files.isExecutable(program)).as(program.toString()).isTrue();
        CommandLine.ParseResult parsed = TributaryCommand.commandLine()
                .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        assertThat(parsed.hasSubcommand()).as("%s name a verb", words).isTrue();
        return parsed.subcommand();
    }

    private static List<String> words(String command) {
        return new ArrayList<>(Arrays.asList(command.split(" ")));
    }

    @Test
    void systemdStartsARunAndTakesNothingButAnAbsenceForSuccess() throws IOException {
        Map<String, String> service = unit("tributary-settle.service", SERVICE);
        CommandLine.ParseResult settle = requireStartable(words(service.getOrDefault("Service.ExecStart", "")));
        assertThat(settle.commandSpec().name()).isEqualTo("settle");
        assertThat(settle.hasMatchedOption("--config")).isTrue();
        assertThat(settle.hasMatchedOption("--watch")).as("one run").isFalse();
        assertThat(service)
                .containsEntry("Service.Type", "oneshot")
                .containsEntry("Service.SuccessExitStatus", Integer.toString(ExitCode.UNAVAILABLE));
        assertThat(words(service.getOrDefault("Service.Environment", ""))).containsExactly(PACKAGED, LOGGED);
        Path metrics = settle.matchedOptionValue("--metrics-file", Path.of(""));
        assertThat(service.getOrDefault("Service.ReadWritePaths", "").split(" "))
                .as("the only places that are not read-only")
                .anyMatch(writable -> metrics.startsWith(Path.of(writable)));
    }

    @Test
    void theTimerStartsTheServiceOfItsName() throws IOException {
        Map<String, String> timer = unit("tributary-settle.timer", TIMER);
        assertThat(timer).as("no other unit is named").doesNotContainKey("Timer.Unit");
        assertThat(SYSTEMD.resolve("tributary-settle.service")).exists();
        assertThat(timer).containsEntry("Install.WantedBy", "timers.target").containsKey("Timer.OnUnitInactiveSec");
    }

    @Test
    void cronStartsARunAsItsUserAndPassesOverAnAbsence() throws IOException {
        assertThat(CRON.getFileName().toString())
                .as("cron passes over files with other names")
                .matches("[A-Za-z0-9_-]+");
        String text = Files.readString(CRON);
        assertThat(text).as("cron passes over a line without an end").endsWith("\n");
        List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(lines).startsWith(PACKAGED, LOGGED).hasSize(3);
        String run = lines.get(2);
        assertThat(run).as("a percent sign is a line break to cron").doesNotContain("%");
        List<String> fields = words(run);
        assertThat(fields.subList(0, 5)).allMatch(field -> field.matches("\\*|[0-9,/*-]+"));
        assertThat(fields.get(5)).as("user").matches("[a-z][a-z0-9_-]*");
        List<String> command = fields.subList(6, fields.size());
        CommandLine.ParseResult settle = requireStartable(command.subList(0, command.indexOf(">>")));
        assertThat(settle.commandSpec().name()).isEqualTo("settle");
        assertThat(settle.hasMatchedOption("--config")).isTrue();
        assertThat(run).contains("|| [ $? -eq " + ExitCode.UNAVAILABLE + " ] ||");
    }
}

package dev.tributary.bench.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.bench.Bench;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts a contender in a Java process like this one and reads what it says of its rounds. */
final class ContenderProcess {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<String> command = new ArrayList<>();
    private final ContenderKind kind;

    ContenderProcess(ContenderKind kind, WorkloadOptions options, Inputs inputs, String bootstrapServers, int rounds) {
        this.kind = kind;
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName(), "contend"));
        command.addAll(List.of(options.arguments()));
        command.addAll(List.of(
                "--kind=" + kind,
                "--inputs=" + inputs.directory(),
                "--bootstrap-servers=" + bootstrapServers,
                "--rounds=" + rounds));
        if (kind == ContenderKind.JOB_FROM_KAFKA || kind == ContenderKind.JOB_FROM_MEMORY) {
            command.add("--profile");
        }
    }

    /** @param progress is told of every round as it ends */
    Measured run(int warmUps, Consumer<Round> progress) throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        Map<String, Double> shares = new LinkedHashMap<>();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                JsonNode said = JSON.readTree(line);
                if (said.has("shares")) {
                    shares.putAll(JSON.convertValue(said.get("shares"), new TypeReference<Map<String, Double>>() {}));
                    continue;
                }
                Round round = JSON.convertValue(said, Round.class);
                rounds.add(round);
                progress.accept(round);
            }
            if (process.waitFor() != 0) {
                throw new IOException(kind.title() + " failed; its message stands above");
            }
        } finally {
            process.destroy();
        }
        return new Measured(kind, List.copyOf(rounds.subList(warmUps, rounds.size())), shares);
    }
}

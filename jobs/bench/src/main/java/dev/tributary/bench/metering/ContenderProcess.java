package dev.tributary.bench.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.bench.Bench;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contender in a Java process like this one but for its heap, which runs when it is told to and waits without work in
 * between.
 */
final class ContenderProcess implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ContenderKind kind;
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    ContenderProcess(ContenderKind kind, WorkloadOptions options, Inputs inputs, String bootstrapServers)
            throws IOException {
        this.kind = kind;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(TaskManagerMemory.shipped(options.state()).javaOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName(), "contend"));
        command.addAll(List.of(options.arguments()));
        command.addAll(
                List.of("--kind=" + kind, "--inputs=" + inputs.directory(), "--bootstrap-servers=" + bootstrapServers));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    ContenderKind kind() {
        return kind;
    }

    Round round() throws IOException {
        return JSON.readValue(answer(ContendCommand.ROUND), Round.class);
    }

    /** Runs it once more; of all processor time, by what it was spent on. */
    Map<String, Double> profile() throws IOException {
        return JSON.readValue(answer(ContendCommand.PROFILE), new TypeReference<>() {});
    }

    private String answer(String order) throws IOException {
        String answer;
        try {
            orders.write(order + "\n");
            orders.flush();
            answer = nextAnswer(answers);
        } catch (IOException e) {
            throw new IOException(failed(), e);
        }
        if (answer == null) {
            throw new IOException(failed());
        }
        return answer;
    }

    /**
     * The next line with an answer, or null at the end. A Java runtime writes warnings of its own to the same output;
     * they are shown on standard error.
     */
    static @Nullable String nextAnswer(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith("{")) {
            System.err.println(line);
            line = output.readLine();
        }
        return line;
    }

    private String failed() {
        return kind.title() + " failed; its message stands above";
    }

    /** Ends the process. */
    @Override
    public void close() {
        process.destroy();
    }
}

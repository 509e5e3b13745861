package dev.tributary.bench.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Runs one contender in a process of its own, so that its processor time is its own and no other's profile misleads its
 * compiler. Does what each line of its input says and answers with one line of JSON, until there is no more input.
 */
@Command(name = "contend", hidden = true, description = "Runs one contender; started by a benchmark.")
public final class ContendCommand implements Callable<Integer> {
    /** Runs the contender once; the answer is a {@link Round}. */
    static final String ROUND = "round";

    /** Runs it once under the profiler; the answer is what {@link Profile#shares()} gives. */
    static final String PROFILE = "profile";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private WorkloadOptions options = new WorkloadOptions();

    @Option(names = "--kind", required = true)
    private ContenderKind kind = ContenderKind.LOOP;

    @Option(names = "--inputs", required = true)
    private Path inputs = Path.of("");

    @Option(names = "--bootstrap-servers", required = true)
    private String bootstrapServers = "";

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        Contender measured = contender(RoyaltyContender.Profiler.NONE);
        for (String order = in.readLine(); order != null; order = in.readLine()) {
            switch (order) {
                case ROUND -> out.println(JSON.writeValueAsString(measured.run()));
                case PROFILE -> {
                    Profile profile = new Profile();
                    contender(profile).run();
                    out.println(JSON.writeValueAsString(profile.shares()));
                }
                default -> throw new IllegalArgumentException("a contender knows no " + order);
            }
        }
        return 0;
    }

    private Contender contender(RoyaltyContender.Profiler profiler) throws IOException {
        Workload workload = options.workload();
        Inputs given = new Inputs(inputs);
        return switch (kind) {
            case LOOP -> new LoopContender(workload, bootstrapServers, Logs.REPORTS);
            case SQL ->
                new SqlContender(
                        bootstrapServers, Logs.REPORTS, options.parallelism(), given.checkpoints(), options.state());
            case JOB_FROM_KAFKA -> royalty(new KafkaSources(workload, bootstrapServers), given, profiler);
            case JOB_FROM_MEMORY ->
                royalty(
                        new MemorySources("contender", workload, UsageFile.read(given.usage()), given.readChain()),
                        given,
                        profiler);
        };
    }

    private RoyaltyContender royalty(RoyaltyContender.Sources sources, Inputs given, RoyaltyContender.Profiler profiler)
            throws IOException {
        return new RoyaltyContender(
                options.workload(),
                sources,
                given.revenueMicro(),
                options.parallelism(),
                given.checkpoints(),
                options.state(),
                profiler);
    }
}

package dev.tributary.bench.metering;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Runs one contender in a process of its own, so that its processor time is its own and no other's profile misleads its
 * compiler. Prints one JSON object per round, and after the last those of the profile.
 */
@Command(name = "contend", hidden = true, description = "Runs one contender; started by a benchmark.")
public final class ContendCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private WorkloadOptions options = new WorkloadOptions();

    @Option(names = "--kind", required = true)
    private ContenderKind kind = ContenderKind.LOOP;

    @Option(names = "--inputs", required = true)
    private Path inputs = Path.of("");

    @Option(names = "--bootstrap-servers", required = true)
    private String bootstrapServers = "";

    @Option(names = "--rounds", required = true)
    private int rounds;

    @Option(names = "--profile")
    private boolean profile;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Profile profiled = new Profile();
        Contender measured = contender(RoyaltyContender.Profiler.NONE);
        for (int round = 0; round < rounds; round++) {
            out.println(JSON.writeValueAsString(measured.run()));
        }
        if (profile) {
            contender(profiled).run();
            out.println(JSON.writeValueAsString(Map.of("shares", profiled.shares())));
        }
        return 0;
    }

    private Contender contender(RoyaltyContender.Profiler profiler) throws IOException {
        Workload workload = options.workload();
        Inputs given = new Inputs(inputs);
        return switch (kind) {
            case LOOP -> new LoopContender(workload, bootstrapServers, Logs.REPORTS);
            case SQL -> new SqlContender(bootstrapServers, Logs.LINES, options.parallelism(), given.checkpoints());
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
                profiler);
    }
}

package dev.tributary.bench.metering;

import picocli.CommandLine.Option;

/** The workload as options of a command; defaults are those that published figures are made with. */
final class WorkloadOptions {
    @Option(
            names = "--lines",
            defaultValue = "1000000",
            description = "Usage lines, at least 2000. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(
            names = "--models",
            defaultValue = "10000",
            description = "Models, at least 100. Default: ${DEFAULT-VALUE}.")
    private int models;

    @Option(
            names = "--payers",
            defaultValue = "24",
            description = "In all, as many for every gateway. Default: ${DEFAULT-VALUE}.")
    private int payers;

    @Option(
            names = "--shared-payers",
            description = "Every payer uses every gateway. By default each gateway serves payers of its own.")
    private boolean sharedPayers;

    @Option(names = "--gateways", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
    private int gateways;

    @Option(names = "--partitions", defaultValue = "4", description = "Of the usage topic. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(names = "--seed", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--parallelism", description = "Of the Flink jobs. Default: the machine's cores.")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--state",
            defaultValue = "HASHMAP",
            description = "Where the Flink jobs keep it: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private StateKind state = StateKind.HASHMAP;

    Workload workload() {
        return new Workload(seed, lines, models, payers, sharedPayers, gateways, partitions);
    }

    int parallelism() {
        return parallelism;
    }

    StateKind state() {
        return state;
    }

    /** The same options for another process. */
    String[] arguments() {
        return new String[] {
            "--lines=" + lines,
            "--models=" + models,
            "--payers=" + payers,
            "--shared-payers=" + sharedPayers,
            "--gateways=" + gateways,
            "--partitions=" + partitions,
            "--seed=" + seed,
            "--parallelism=" + parallelism,
            "--state=" + state
        };
    }
}

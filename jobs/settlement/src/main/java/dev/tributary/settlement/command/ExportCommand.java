package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.connectors.ExportSummary;
import dev.tributary.pipelines.connectors.LogExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Both logs as files, for archives and auditors. */
@Command(
        name = "export",
        sortOptions = false,
        description = {
            "Write both logs from Kafka, from their first record to where they end now, in the form that replay reads.",
            "Writes chain.jsonl and usage.jsonl, both or neither. A log whose older records were deleted is refused.",
            "Needs kafka.bootstrap-servers; topic.usage-reported and topic.chain-events where topics have other names."
        })
final class ExportCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the two files.")
    private Path out = Path.of(".");

    @Option(names = "--overwrite", description = "Replace an export that is there, once the new one is whole.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Settings settings = common.settings();
        ExportSummary summary;
        try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
            summary = LogExport.run(
                    settings.text("kafka.bootstrap-servers"),
                    settings.text("topic.usage-reported", "usage.reported.v1"),
                    settings.text("topic.chain-events", "chain.events.v1"),
                    out,
                    overwrite,
                    progress);
        }
        PrintWriter printer = spec.commandLine().getOut();
        if (common.json()) {
            printer.println(json(summary));
        } else {
            print(summary, printer);
        }
        printer.flush();
        return ExitCode.OK;
    }

    private static String json(ExportSummary summary) {
        return CanonicalJson.write(Map.of(
                "chain", summary.chain().toString(),
                "usage", summary.usage().toString(),
                "chainRecords", summary.chainRecords(),
                "usageRecords", summary.usageRecords(),
                "usagePartitions", summary.usagePartitions(),
                "chainReaches", summary.chainReachesMillis() < 0 ? "" : instant(summary.chainReachesMillis()),
                "usageReaches", summary.usageReachesMillis() < 0 ? "" : instant(summary.usageReachesMillis())));
    }

    private static void print(ExportSummary summary, PrintWriter printer) {
        printer.printf(
                "%d chain records, to the final block of %s: %s%n",
                summary.chainRecords(),
                summary.chainReachesMillis() < 0 ? "no time yet" : instant(summary.chainReachesMillis()),
                summary.chain());
        printer.printf(
                "%d usage records of %d partitions, %s: %s%n",
                summary.usageRecords(),
                summary.usagePartitions(),
                summary.usageReachesMillis() < 0
                        ? "one of them empty"
                        : "all of them to " + instant(summary.usageReachesMillis()),
                summary.usage());
        printer.println(
                "Periods that end by then, less the grace for usage, are whole in these files. Replay them with");
        printer.printf(
                "  tributary replay --chain %s --usage %s --partitions %d --out DIR%n",
                summary.chain(), summary.usage(), summary.usagePartitions());
        printer.println("and the job's own --period, --grace and --grain.");
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}

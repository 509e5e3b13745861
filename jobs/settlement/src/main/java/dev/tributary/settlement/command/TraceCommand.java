package dev.tributary.settlement.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.domain.money.Hex;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.connectors.UsagePartitionReader;
import dev.tributary.pipelines.metering.LineTrace;
import dev.tributary.pipelines.metering.TracedLine;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.replay.UsageLogFile;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.trace.GraceCheck;
import dev.tributary.settlement.trace.LineFates;
import dev.tributary.settlement.trace.ObservedSettings;
import dev.tributary.settlement.trace.Trace;
import dev.tributary.settlement.trace.TraceConfig;
import dev.tributary.settlement.trace.TraceJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One usage line, from its report to its batch or its refusal. */
@Command(
        name = "trace",
        description = {
            "Follow one usage line: where its report lies in the log, how it was judged there, which minute priced it,"
                    + " which period it was booked in, and which epoch paid it, or why it was refused.",
            "Reads the gateway's partition of the usage log from its beginning, and the tables. Settings other than"
                    + " those that RoyaltyJob runs with are refused with CONFIG_INVALID, as far as tables and log show"
                    + " them."
        })
final class TraceCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "GATEWAY", description = "Address, 0x and 40 hex digits.")
    private String gateway = "";

    @Parameters(index = "1", paramLabel = "SEQUENCE", description = "The report's sequence.")
    private String sequence = "";

    @Parameters(index = "2", paramLabel = "INDEX", description = "Place of the line in its report, from 0.")
    private int index;

    @Option(
            names = "--usage",
            paramLabel = "FILE",
            description = "Read the usage log from a file, one record per line, instead of from Kafka.")
    private @Nullable Path usage;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String address = gateway.toLowerCase(Locale.ROOT);
        long number = sequenceNumber();
        if (!Hex.isAddress(address) || index < 0) {
            throw new SettlementException(
                    Problem.CONFIG_INVALID,
                    "No line is known by gateway '" + gateway + "' and index " + index
                            + ". Give an address, 0x and 40 hex digits, and the line's place from 0.");
        }
        Settings settings = common.settings();
        VaultId vault = SettlementConfig.vault(settings);
        TraceConfig config = TraceConfig.from(settings, vault.chainId(), usage == null);
        try (HikariDataSource source = DatabaseLogin.settlement(settings).open()) {
            Ledger ledger = new Ledger(source);
            ObservedSettings observed = ObservedSettings.read(ledger, vault);
            observed.require(config.metering());
            LineFates fates = new LineFates(ledger, vault);
            LineTrace search = new LineTrace(config.metering(), address, number, index);
            GraceCheck grace = observed.grace(search.partition());
            read(config, search.partition(), record -> {
                grace.look(record.offset(), record.appendTimeMillis());
                search.look(record);
            });
            grace.require(config.metering().graceMillis());
            if (search.sightings().isEmpty()) {
                throw notFound(address, search.partition(), fates);
            }
            print(trace(address, search, fates));
        }
        return ExitCode.OK;
    }

    private long sequenceNumber() {
        try {
            return Long.parseUnsignedLong(sequence);
        } catch (NumberFormatException e) {
            throw new SettlementException(
                    Problem.CONFIG_INVALID, "'" + sequence + "' is no sequence. Give a whole number of 64 bits.", e);
        }
    }

    private void read(TraceConfig config, int partition, Consumer<UsageRecord> reader) {
        try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
            if (usage == null) {
                new UsagePartitionReader(
                                config.bootstrapServers(), config.metering().topic())
                        .read(partition, progress, reader);
                return;
            }
            UsageLogFile.read(usage, progress, record -> {
                if (record.partition() == partition) {
                    reader.accept(record);
                }
            });
        } catch (KafkaException e) {
            throw new SettlementException(
                    Problem.LOG_UNAVAILABLE,
                    "Partition " + partition + " of topic "
                            + config.metering().topic()
                            + " cannot be read from " + config.bootstrapServers() + ": " + e.getMessage()
                            + ". Check `kafka.bootstrap-servers` and that the broker runs, or read an exported log with"
                            + " --usage FILE.",
                    e);
        }
    }

    private SettlementException notFound(String address, int partition, LineFates fates) {
        List<LineFates.RefusedReport> refused = fates.refusedReports(address, Long.toUnsignedString(sequenceNumber()));
        String elsewhere = refused.stream()
                .map(report ->
                        report.reason() + " in partition " + report.partition() + " at offset " + report.offset())
                .collect(Collectors.joining(", "));
        return new SettlementException(
                Problem.NOT_FOUND,
                "Gateway " + address + " has no report " + sequence + " in its partition, " + partition + ". "
                        + (elsewhere.isEmpty()
                                ? "It may still be in the gateway's spool; check the sequence."
                                : "Refused elsewhere: " + elsewhere + "."));
    }

    private Trace trace(String address, LineTrace search, LineFates fates) {
        TracedLine line = search.bookedLine();
        return new Trace(
                address,
                Long.toUnsignedString(sequenceNumber()),
                index,
                search.sightings(),
                line == null ? null : fates.of(address, line));
    }

    private void print(Trace trace) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(TraceJson.write(trace));
        } else {
            TraceText.rows(trace).forEach(out::println);
        }
        out.flush();
    }
}

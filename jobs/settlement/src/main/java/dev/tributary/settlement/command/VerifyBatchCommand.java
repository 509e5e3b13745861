package dev.tributary.settlement.command;

import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcException;
import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.replay.RecomputedBatches;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.proving.Publication;
import dev.tributary.settlement.verification.BatchVerifier;
import dev.tributary.settlement.verification.LogSource;
import dev.tributary.settlement.verification.PublishedEpochs;
import dev.tributary.settlement.verification.RootsOnChain;
import dev.tributary.settlement.verification.Verification;
import dev.tributary.settlement.verification.VerificationConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** For everyone who does not want to trust the settlement run. */
@Command(
        name = "verify-batch",
        sortOptions = false,
        description = {
            "Compute an epoch again from the two logs and compare it with what was published and proposed.",
            "Reads the logs (Kafka, or exported files), a node and the published files; never a table. Ends with 1 and"
                    + " the first difference, with 3 when the logs do not reach the end of the epoch yet."
        })
final class VerifyBatchCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "EPOCH", description = "Proposed, accepted, or only published.")
    private long epoch;

    @Option(names = "--chain", paramLabel = "FILE", description = "Exported chain log, instead of Kafka.")
    private @Nullable Path chain;

    @Option(names = "--usage", paramLabel = "FILE", description = "Exported usage log, instead of Kafka.")
    private @Nullable Path usage;

    @Option(
            names = "--published",
            paramLabel = "DIR|URL",
            description =
                    "What `output.directory` publishes: EPOCH/manifest.json and EPOCH/tree.json; or the address of"
                            + " `tributary serve`.")
    private @Nullable String published;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write the recomputed manifest.json and tree.json there.")
    private @Nullable Path out;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "1",
            description = "Changes the speed, never the result (default: ${DEFAULT-VALUE}).")
    private int parallelism = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = common.settings();
        VerificationConfig config = VerificationConfig.from(settings);
        LogSource logs = logs(settings);
        RootsOnChain roots;
        RecomputedBatches batches;
        try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
            roots = roots(config, progress);
            batches = logs.recompute(config.rules(), parallelism, progress);
        }
        PublishedEpochs files = published == null ? PublishedEpochs.NONE : PublishedEpochs.at(published);
        Verification verification = new BatchVerifier(batches, files, roots).verify(epoch);
        if (out != null) {
            new Publication(out).write(epoch, verification.manifest(), verification.tree());
        }
        print(verification);
        return verification.isSame() ? ExitCode.OK : ExitCode.HALTED;
    }

    private LogSource logs(Settings settings) {
        if ((chain == null) != (usage == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Give --chain and --usage together, or neither for Kafka.");
        }
        return chain == null || usage == null ? VerificationConfig.kafka(settings) : new LogSource.Files(chain, usage);
    }

    private static RootsOnChain roots(VerificationConfig config, ProgressLine progress) {
        try (EvmRpc rpc = config.connect()) {
            return RootsOnChain.read(
                    rpc,
                    config.vault(),
                    config.firstBlock(),
                    (block, last) -> progress.reached("read the vault", "blocks", block, last));
        } catch (RpcException e) {
            throw new SettlementException(
                    Problem.NODE_UNAVAILABLE, e.getMessage() + ". Check `chain.rpc-url`, and that the node is up.", e);
        }
    }

    private void print(Verification verification) {
        PrintWriter printer = spec.commandLine().getOut();
        if (common.json()) {
            printer.println(CanonicalJson.write(json(verification)));
            return;
        }
        var header = verification.manifest().header();
        printer.printf(
                "Epoch %d, computed again from the logs: %d lines, %d leaves, root %s%n",
                epoch,
                header.lineCount(),
                verification.tree().leaves().size(),
                verification.manifest().root());
        verification.compared().forEach(same -> printer.println("  same  " + same));
        printer.println(verification
                .difference()
                .map(difference -> "DIFFERENT  " + difference + ".")
                .orElse("OK  epoch " + epoch + " is what the two logs give."));
        printer.flush();
    }

    private Map<String, Object> json(Verification verification) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "epoch", epoch,
                "same", verification.isSame(),
                "root", verification.manifest().root(),
                "manifestHash", verification.manifest().hash(),
                "compared", verification.compared()));
        verification.difference().ifPresent(difference -> {
            json.put("code", Problem.VERIFICATION_DIFFERS.name());
            json.put("difference", difference);
        });
        return json;
    }
}

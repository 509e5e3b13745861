package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.doctor.Check;
import dev.tributary.settlement.doctor.Checkup;
import dev.tributary.settlement.doctor.Doctor;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks that the programs would find everything they need. */
@Command(
        name = "doctor",
        description = "Check tools, files, ports, database, rights, nodes, contracts, topics, heartbeats and clocks;"
                + " say of each that it is OK, or what to do, or why it could not be checked. Changes nothing.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = common.settings();
        Checkup checkup = new Checkup(common.json() ? check -> {} : this::print);
        new Doctor(settings, InstantSource.system()).examine(checkup);
        PrintWriter out = spec.commandLine().getOut();
        out.println(common.json() ? json(checkup) : summary(checkup));
        out.flush();
        return checkup.count(Check.Outcome.FAIL) == 0 ? ExitCode.OK : ExitCode.HALTED;
    }

    private void print(Check check) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format("%-8s", check.outcome()) + check.name() + ": " + check.detail());
        out.flush();
    }

    private static String summary(Checkup checkup) {
        return Arrays.stream(Check.Outcome.values())
                .map(outcome -> checkup.count(outcome) + " " + outcome)
                .collect(Collectors.joining(", "));
    }

    private static String json(Checkup checkup) {
        Map<String, Object> json = new TreeMap<>();
        json.put(
                "checks",
                checkup.checks().stream()
                        .map(check -> Map.<String, Object>of(
                                "name", check.name(), "outcome", check.outcome().name(), "detail", check.detail()))
                        .toList());
        for (Check.Outcome outcome : Check.Outcome.values()) {
            json.put(outcome.name().toLowerCase(Locale.ROOT), checkup.count(outcome));
        }
        return CanonicalJson.write(json);
    }
}

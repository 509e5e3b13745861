package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.database.Migrator;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the database to this version. */
@Command(
        name = "migrate",
        description = "Bring the database schema to this version, as `migrator.user`. Does nothing when it is.")
final class MigrateCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<String> applied = Migrator.migrate(DatabaseLogin.migrator(common.settings()));
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(CanonicalJson.write(Map.of("applied", applied)));
            return ExitCode.OK;
        }
        applied.forEach(name -> out.println("applied " + name));
        out.println(
                applied.isEmpty() ? "The schema is of this version already." : "The schema is of this version now.");
        return ExitCode.OK;
    }
}

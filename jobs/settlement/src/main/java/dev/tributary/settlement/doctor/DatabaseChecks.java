package dev.tributary.settlement.doctor;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.database.Migrator;
import dev.tributary.settlement.ledger.EpochStatus;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.run.SettlementConfig;
import java.time.InstantSource;
import java.util.List;

/** The database: reachable, of this version, with the right rights and clock. */
final class DatabaseChecks {
    private static final String SETTLEMENT = "tributary_settlement";
    private static final String READ = "tributary_read";
    private static final String AWAY = "the database does not let the settlement run in";

    private final Settings settings;
    private final InstantSource clock;

    DatabaseChecks(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    void run(Checkup checkup, boolean answers) {
        boolean open = checkup.check("database", answers, "nothing answers at `database.url`", this::database);
        checkup.check("schema", answers, AWAY, this::schema);
        if (!open) {
            checkup.skip("logins and rights", AWAY);
            checkup.skip("clock of the database", AWAY);
            return;
        }
        DatabaseLogin login = DatabaseLogin.settlement(settings);
        try (HikariDataSource source = login.open()) {
            Ledger ledger = new Ledger(source);
            RightsChecks rights = new RightsChecks(new DatabaseRights(ledger));
            checkup.check("login of database.user", () -> rights.login(login.user(), SETTLEMENT));
            checkup.check("login of reader.user", () -> reader(rights));
            rights.run(checkup);
            checkup.check("clock of the database", () -> clock(ledger));
        }
    }

    private String database() {
        DatabaseLogin login = DatabaseLogin.settlement(settings);
        try (HikariDataSource source = login.open()) {
            VaultId vault = SettlementConfig.vault(settings);
            return login + ", newest epoch "
                    + new Ledger(source)
                            .read(session -> EpochStatus.newest(session, vault, 1)).stream()
                                    .findFirst()
                                    .map(epoch -> epoch.epoch() + " " + epoch.state())
                                    .orElse("none");
        }
    }

    /** The settlement run itself may not look into the schema's history. */
    private String schema() {
        if (!settings.has("reader.password-file") && !settings.has("migrator.password-file")) {
            throw new NotChecked("neither 'reader.password-file' nor 'migrator.password-file' is set here, and no other"
                    + " login may see it");
        }
        DatabaseLogin login = settings.has("reader.password-file")
                ? DatabaseLogin.reader(settings)
                : DatabaseLogin.migrator(settings);
        List<String> differences = Migrator.differences(login);
        if (!differences.isEmpty()) {
            throw new Finding(String.join(" ", differences));
        }
        return "of this version, " + Migrator.scripts().size() + " migrations";
    }

    private String reader(RightsChecks rights) {
        if (!settings.has("reader.password-file")) {
            throw new NotChecked("'reader.password-file' is not set here");
        }
        DatabaseLogin login = DatabaseLogin.reader(settings);
        try (HikariDataSource source = login.open()) {
            new Ledger(source).read(session -> session.query("select 1", row -> row.getInt(1)));
        }
        return rights.login(login.user(), READ);
    }

    private String clock(Ledger ledger) {
        long before = clock.millis();
        long there = ledger.read(session -> session.query(
                        "select (extract(epoch from clock_timestamp()) * 1000)::bigint", row -> row.getLong(1)))
                .get(0);
        long after = clock.millis();
        return ClockRule.require("the database", there - (before + after) / 2);
    }
}

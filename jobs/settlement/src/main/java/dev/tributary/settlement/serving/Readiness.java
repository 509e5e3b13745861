package dev.tributary.settlement.serving;

import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.database.Migrator;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** {@code /ready}: the database answers and its schema is of this version. Looked at again after seconds, not at once. */
final class Readiness {
    private static final Duration TRUSTED = Duration.ofSeconds(5);

    private final DatabaseLogin login;
    private final InstantSource clock;
    private Instant checkedAt = Instant.MIN;

    Readiness(DatabaseLogin login, InstantSource clock) {
        this.login = login;
        this.clock = clock;
    }

    void answer(Context context) {
        new Question(context);
        check();
        Answer.json(context, "{\"status\":\"READY\"}", Answer.LIVE);
    }

    private synchronized void check() {
        Instant now = clock.instant();
        if (now.isBefore(checkedAt.plus(checkedAt.equals(Instant.MIN) ? Duration.ZERO : TRUSTED))) {
            return;
        }
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new Failure(
                    FailureCode.NOT_READY,
                    "The schema lacks " + String.join(", ", missing) + ".",
                    "Run `tributary migrate`.");
        }
        checkedAt = now;
    }

    private List<String> missing() {
        try {
            return Migrator.pending(login);
        } catch (RuntimeException e) {
            throw new Failure(
                    FailureCode.NOT_READY,
                    "The database does not answer: " + e.getMessage(),
                    "Check that PostgreSQL runs and takes the login of `reader.user`.");
        }
    }
}

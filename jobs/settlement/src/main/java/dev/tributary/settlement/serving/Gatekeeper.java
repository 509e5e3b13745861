package dev.tributary.settlement.serving;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many requests work at once, and turns the others away after a short wait: no crowd brings the database down. */
final class Gatekeeper {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final String RETRY_SECONDS = "1";

    private final Semaphore places;

    Gatekeeper(int atOnce) {
        this.places = new Semaphore(atOnce, true);
    }

    Handler limit(Handler handler) {
        return context -> {
            enter(context);
            try {
                handler.handle(context);
            } finally {
                places.release();
            }
        };
    }

    private void enter(Context context) throws InterruptedException {
        if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            context.header("Retry-After", RETRY_SECONDS);
            throw new Failure(
                    FailureCode.BUSY,
                    "All places were taken for " + PATIENCE_MILLIS + " ms.",
                    "Ask again in a second, and for less at once.");
        }
    }
}

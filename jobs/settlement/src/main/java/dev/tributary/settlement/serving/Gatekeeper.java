package dev.tributary.settlement.serving;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many requests work at once and as many again wait for a short time, and turns the others away: no crowd brings the
 * database down, nor takes all threads, of which those at other paths need some.
 */
final class Gatekeeper {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final String RETRY_SECONDS = "1";

    private final Semaphore places;
    /** To work or to wait. */
    private final Semaphore admitted;

    Gatekeeper(int atOnce) {
        this.places = new Semaphore(atOnce, true);
        this.admitted = new Semaphore(2 * atOnce);
    }

    Handler limit(Handler handler) {
        return context -> {
            if (!admitted.tryAcquire()) {
                throw busy(context, "All places were taken, and as many requests waited.");
            }
            try {
                work(handler, context);
            } finally {
                admitted.release();
            }
        };
    }

    private void work(Handler handler, Context context) throws Exception {
        if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw busy(context, "All places were taken for " + PATIENCE_MILLIS + " ms.");
        }
        try {
            handler.handle(context);
        } finally {
            places.release();
        }
    }

    private static Failure busy(Context context, String why) {
        context.header("Retry-After", RETRY_SECONDS);
        return new Failure(FailureCode.BUSY, why, "Ask again in a second, and for less at once.");
    }
}

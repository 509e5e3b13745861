package dev.tributary.local.settlement;

import dev.tributary.settlement.run.Step;
import dev.tributary.settlement.run.StepListener;

/** Cuts a runner off at a step, the first and the third time that it comes by: it dies there, or it sleeps. */
final class Interruption implements StepListener {
    private static final int LAST = 3;

    private final Step where;
    private final Runnable what;
    private int times;

    private Interruption(Step where, Runnable what) {
        this.where = where;
        this.what = what;
    }

    /** The process is gone: nothing of it runs any more, not even what gives the lease back. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death(Step where) {
            super("died at " + where, null, false, false);
        }
    }

    static Interruption death(Step where) {
        return new Interruption(where, () -> {
            throw new Death(where);
        });
    }

    static Interruption sleep(Step where, Runnable meanwhile) {
        return new Interruption(where, meanwhile);
    }

    @Override
    public void reached(Step step) {
        if (step != where) {
            return;
        }
        times++;
        if (times == 1 || times == LAST) {
            what.run();
        }
    }

    boolean happened() {
        return times > 0;
    }

    int happenings() {
        return times >= LAST ? 2 : Math.min(times, 1);
    }
}

package dev.tributary.local.settlement;

import dev.tributary.settlement.run.Step;
import dev.tributary.settlement.run.StepListener;

/** Kills a run at every other time it comes by a step; a killed run does nothing more, not even give its lease back. */
final class Killed extends Error implements StepListener {
    private static final long serialVersionUID = 1L;

    private final Step where;
    private int times;
    private boolean dead;

    Killed(Step where) {
        super("killed at " + where, null, false, false);
        this.where = where;
    }

    @Override
    public void reached(Step step) {
        if (dead) {
            throw this;
        }
        if (step == where && times++ % 2 == 0) {
            dead = true;
            throw this;
        }
    }

    /** The next run lives until it is killed in turn. */
    void revive() {
        dead = false;
    }

    int kills() {
        return (times + 1) / 2;
    }
}

package dev.tributary.settlement.run;

/** Told at every step of a run; what it throws ends the run there. */
@FunctionalInterface
public interface StepListener {
    StepListener NONE = step -> {};

    void reached(Step step);
}

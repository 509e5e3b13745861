package dev.tributary.local.simulation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Reports the planned lines as time goes by, phase by phase. What a line says and in which phase it happened come from
 * the plan; the clock only decides when it is reported, which moves it between periods but never between prices.
 */
public final class TrafficRun {
    private static final long TICK_MILLIS = 10;

    private record HeldBack(long releaseMillis, PlannedLine line, long eventMillis) {}

    private final UsagePlan plan;
    private final UnrulyPlan unrulyPlan;
    private final LineReporter reporter;
    private final UnrulyGateway unruly;
    private final SentLines sent;
    private final InstantSource clock;
    private final long wholeMillis;
    private final long lateByMillis;
    private final PriorityQueue<HeldBack> heldBack =
            new PriorityQueue<>(Comparator.comparingLong(HeldBack::releaseMillis));
    private long nextLine;
    private int nextRound;

    /**
     * A run.
     *
     * @param whole how long all phases take together, without what lies between them
     * @param lateBy how long late lines are held back
     */
    public TrafficRun(
            UsagePlan plan,
            UnrulyPlan unrulyPlan,
            LineReporter reporter,
            UnrulyGateway unruly,
            SentLines sent,
            InstantSource clock,
            Duration whole,
            Duration lateBy) {
        this.plan = plan;
        this.unrulyPlan = unrulyPlan;
        this.reporter = reporter;
        this.unruly = unruly;
        this.sent = sent;
        this.clock = clock;
        this.wholeMillis = whole.toMillis();
        this.lateByMillis = lateBy.toMillis();
    }

    /** How long a phase takes. */
    public Duration length(Phase phase) {
        return Duration.ofMillis((phase.to() - phase.from()) * wholeMillis / Phase.WHOLE);
    }

    /** Reports every line of the phase, which happens from {@code startMillis} on. Returns when its time is over. */
    public void run(Phase phase, long startMillis) {
        for (; nextLine < plan.lines(); nextLine++) {
            PlannedLine line = plan.line(nextLine);
            if (line.phase() != phase) {
                break;
            }
            misbehaveUntil(line.arrival(), startMillis);
            long eventMillis = eventMillis(line, startMillis);
            waitUntil(eventMillis);
            if (line.late()) {
                heldBack.add(new HeldBack(eventMillis + lateByMillis, line, eventMillis));
            } else {
                report(line, eventMillis);
            }
        }
        misbehaveUntil(phase.to(), startMillis);
        waitUntil(startMillis + length(phase).toMillis());
    }

    /** Waits for the late lines and reports them. Returns when everything is in the log. */
    public void finish() {
        while (!heldBack.isEmpty()) {
            waitUntil(heldBack.peek().releaseMillis());
            releaseHeldBack();
        }
        reporter.flush();
    }

    private void misbehaveUntil(long arrival, long startMillis) {
        while (nextRound < unrulyPlan.rounds() && unrulyPlan.arrival(nextRound) < arrival) {
            unruly.misbehave(unrulyPlan, nextRound, line -> eventMillis(line, startMillis), clock.instant());
            nextRound++;
        }
    }

    private long eventMillis(PlannedLine line, long startMillis) {
        return startMillis + (line.arrival() - line.phase().from()) * wholeMillis / Phase.WHOLE;
    }

    private void waitUntil(long millis) {
        releaseHeldBack();
        while (clock.millis() < millis) {
            sleep(Math.min(TICK_MILLIS, Math.max(1, millis - clock.millis())));
            releaseHeldBack();
        }
    }

    private void releaseHeldBack() {
        while (!heldBack.isEmpty() && heldBack.peek().releaseMillis() <= clock.millis()) {
            HeldBack late = heldBack.remove();
            report(late.line(), late.eventMillis());
        }
    }

    private void report(PlannedLine line, long eventMillis) {
        reporter.report(line, eventMillis);
        sent.send(line);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reporting usage", e);
        }
    }
}

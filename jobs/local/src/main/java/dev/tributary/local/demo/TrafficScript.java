package dev.tributary.local.demo;

import dev.tributary.local.simulation.LicenceScript;
import dev.tributary.local.simulation.MarketPlan;
import dev.tributary.local.simulation.MarketScript;
import dev.tributary.local.simulation.Phase;
import dev.tributary.local.simulation.TrafficRun;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * The traffic with its events: prices of the busiest model change without a pause, since the time is announced; a model's
 * NFT is sold, another model frozen and a pass revoked while nothing is reported, since their time is known only when the
 * block is there.
 */
record TrafficScript(
        TrafficRun traffic,
        MarketScript script,
        LicenceScript licences,
        MarketPlan market,
        InstantSource clock,
        BiConsumer<String, String> step) {
    private static final long SECOND = 1_000;
    /** From the last transaction that usage depends on to the first usage, in seconds. */
    private static final long LEAD_SECONDS = 2;

    void play() {
        long start = SECOND * (Math.max(script.headSeconds(), clock.millis() / SECOND) + LEAD_SECONDS);
        long newTermsSeconds =
                ceilSeconds(start + traffic.length(Phase.BEFORE_NEW_TERMS).toMillis());
        CompletableFuture<Void> announced = CompletableFuture.runAsync(() -> script.announceNewTerms(newTermsSeconds));
        traffic.run(Phase.BEFORE_NEW_TERMS, start);
        announced.join();
        step.accept("new terms", market.models().get(market.repriced()).name() + " costs half as much again");

        long secondStart = newTermsSeconds * SECOND;
        traffic.run(Phase.BEFORE_SALE, secondStart);
        // A block's time is in whole seconds: the sale must not share its second with usage before it.
        waitUntil(SECOND
                * ceilSeconds(secondStart + traffic.length(Phase.BEFORE_SALE).toMillis()));
        script.sellModel();
        step.accept("sale", "the NFT of " + market.models().get(market.sold()).name() + " goes to " + market.buyer());

        licences.intermission(DemoOptions.BLOCK_SECONDS);
        step.accept("licences", licences.intermissionStory());

        long thirdStart = (script.headSeconds() + 1) * SECOND;
        traffic.run(Phase.AFTER_SALE, thirdStart);
        // Usage of the third phase lies inside the freeze to the second.
        waitUntil(SECOND
                * ceilSeconds(thirdStart + traffic.length(Phase.AFTER_SALE).toMillis()));
        licences.endDispute();
        step.accept(
                "dispute",
                "is over: what the frozen model earned goes to "
                        + market.licences().claimant());
        traffic.finish();
    }

    private void waitUntil(long millis) {
        try {
            Thread.sleep(Math.max(0, millis - clock.millis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between two phases", e);
        }
    }

    private static long ceilSeconds(long millis) {
        return -Math.floorDiv(-millis, SECOND);
    }
}

package dev.tributary.local.demo;

import dev.tributary.local.LocalStack;

/** What is done in a market that has been played, while everything still runs. */
@FunctionalInterface
interface Visit {
    Visit NONE = (stack, run, passed) -> {};

    /** @param passed whether all self-checks did */
    void of(LocalStack stack, DemoRun run, boolean passed) throws Exception;
}

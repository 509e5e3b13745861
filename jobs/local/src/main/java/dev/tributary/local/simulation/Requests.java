package dev.tributary.local.simulation;

/** What is asked of the models: when, and how much. A pure function of the request's number. */
public interface Requests {
    /**
     * The request with this number.
     *
     * @param number from 0 to total - 1; arrivals ascend with it
     */
    Request at(long number, long total);

    /**
     * One inference request.
     *
     * @param arrival in billionths of the run, from 0 to 10^9 - 1
     */
    record Request(long arrival, long inputTokens, long outputTokens) {}
}

package dev.tributary.local;

import java.time.Duration;

/**
 * A part of the stack that is up.
 *
 * @param address where to reach it
 * @param startedIn how long it took
 */
public record Service(String name, String address, Duration startedIn) {}

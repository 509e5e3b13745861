/** What a real Prometheus scrapes of the programs, and what its alerts make of it. */
@NullMarked
package dev.tributary.local.monitoring;

import org.jspecify.annotations.NullMarked;

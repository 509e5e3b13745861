/** Benchmarks: what Tributary does per second and core, beside peers in the same run. Nothing here is deployed. */
@NullMarked
package dev.tributary.bench;

import org.jspecify.annotations.NullMarked;

/** Benchmarks of what metering keeps to itself. */
@org.jspecify.annotations.NullMarked
package dev.tributary.pipelines.metering;

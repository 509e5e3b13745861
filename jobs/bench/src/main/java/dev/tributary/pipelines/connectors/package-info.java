/** Benchmarks of what the connectors keep to themselves. */
@org.jspecify.annotations.NullMarked
package dev.tributary.pipelines.connectors;

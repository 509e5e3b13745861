/** The Flink jobs. */
@NullMarked
package dev.tributary.pipelines;

import org.jspecify.annotations.NullMarked;

/** State outlives the version that wrote it: what released versions left behind, and savepoints at any parallelism. */
@NullMarked
package dev.tributary.pipelines.state;

import org.jspecify.annotations.NullMarked;

/** The jobs as they are deployed: their jar, on a Flink cluster of several processes, through scripts/cluster. */
@NullMarked
package dev.tributary.local.cluster;

import org.jspecify.annotations.NullMarked;

/** What operators do: the jobs' jar on a Flink cluster of several processes, and a database that is lost and rebuilt. */
@NullMarked
package dev.tributary.local.cluster;

import org.jspecify.annotations.NullMarked;

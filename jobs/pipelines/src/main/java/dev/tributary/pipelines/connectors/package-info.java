/** The only place of the jobs that knows Kafka, JDBC and web3j. */
@NullMarked
package dev.tributary.pipelines.connectors;

import org.jspecify.annotations.NullMarked;

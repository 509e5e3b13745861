/** Metering between a real gateway library and a real Kafka. */
@NullMarked
package dev.tributary.local.metering;

import org.jspecify.annotations.NullMarked;

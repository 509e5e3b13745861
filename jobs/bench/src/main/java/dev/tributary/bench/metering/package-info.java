/** Lines metered, rated, shared and sealed per second and core, beside two peers that only sum. */
@NullMarked
package dev.tributary.bench.metering;

import org.jspecify.annotations.NullMarked;

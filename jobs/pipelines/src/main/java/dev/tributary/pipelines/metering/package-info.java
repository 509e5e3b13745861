/** Authenticate, de-duplicate, count: from {@code usage.reported.v1} to usage per minute. */
@NullMarked
package dev.tributary.pipelines.metering;

import org.jspecify.annotations.NullMarked;

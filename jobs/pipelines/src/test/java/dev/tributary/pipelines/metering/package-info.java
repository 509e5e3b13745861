@NullMarked
package dev.tributary.pipelines.metering;

import org.jspecify.annotations.NullMarked;

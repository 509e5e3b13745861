/** JSON read straight from the bytes of a usage report: strict, exact about duplicates, and without garbage. */
@NullMarked
package dev.tributary.pipelines.metering.json;

import org.jspecify.annotations.NullMarked;

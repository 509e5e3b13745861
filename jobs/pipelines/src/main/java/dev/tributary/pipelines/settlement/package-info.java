/** Close the period: one line per account, one header per batch. */
@NullMarked
package dev.tributary.pipelines.settlement;

import org.jspecify.annotations.NullMarked;

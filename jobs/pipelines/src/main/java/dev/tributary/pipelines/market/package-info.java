/** Describe the marketplace for people: scores, purchases and passes. Nothing of it is on the money path. */
@NullMarked
package dev.tributary.pipelines.market;

import org.jspecify.annotations.NullMarked;

/** Answers a revoked root with what a replay by the mended rules gives. */
@NullMarked
package dev.tributary.settlement.revision;

import org.jspecify.annotations.NullMarked;

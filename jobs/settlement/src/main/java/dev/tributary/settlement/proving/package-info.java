/** From the lines of a sealed period to a gated tree with its manifest and proofs. */
@NullMarked
package dev.tributary.settlement.proving;

import org.jspecify.annotations.NullMarked;

/** {@code scripts/bench settlement}: trees, proofs and lines, beside the limit of hashing and beside peers. */
@NullMarked
package dev.tributary.bench.settlement;

import org.jspecify.annotations.NullMarked;

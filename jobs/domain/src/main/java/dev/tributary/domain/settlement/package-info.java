/** Periods, batch lines, the Merkle tree and the manifest. */
@NullMarked
package dev.tributary.domain.settlement;

import org.jspecify.annotations.NullMarked;

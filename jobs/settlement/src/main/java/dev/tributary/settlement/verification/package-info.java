/** Computes an epoch again from the two logs and compares it with what was published and proposed. Reads no table. */
@NullMarked
package dev.tributary.settlement.verification;

import org.jspecify.annotations.NullMarked;

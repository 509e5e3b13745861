/** Addresses, model ids, hashes and the exact units that amounts are kept in. */
@NullMarked
package dev.tributary.domain.money;

import org.jspecify.annotations.NullMarked;

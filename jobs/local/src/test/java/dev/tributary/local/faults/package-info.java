/** Kills on purpose, and what must be the same afterwards. */
@NullMarked
package dev.tributary.local.faults;

import org.jspecify.annotations.NullMarked;

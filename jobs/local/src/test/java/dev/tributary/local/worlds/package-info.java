/** Seeded random worlds: both logs of a marketplace, with everything that can go wrong in them. */
@NullMarked
package dev.tributary.local.worlds;

import org.jspecify.annotations.NullMarked;

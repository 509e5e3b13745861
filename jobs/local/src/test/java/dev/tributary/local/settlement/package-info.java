/** The settlement run on a real chain and a real database. */
@NullMarked
package dev.tributary.local.settlement;

import org.jspecify.annotations.NullMarked;

/** The scheduled settlement run and the tributary command. */
@NullMarked
package dev.tributary.settlement;

import org.jspecify.annotations.NullMarked;

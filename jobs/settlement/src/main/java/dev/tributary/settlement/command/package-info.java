/** The tributary command. */
@NullMarked
package dev.tributary.settlement.command;

import org.jspecify.annotations.NullMarked;

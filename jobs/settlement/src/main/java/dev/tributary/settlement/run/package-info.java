/** One pass of the settlement run, step by step, and the loop around it. */
@NullMarked
package dev.tributary.settlement.run;

import org.jspecify.annotations.NullMarked;

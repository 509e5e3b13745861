/** Terms, fees and splits in force, rating and exact accrual. */
@NullMarked
package dev.tributary.domain.royalty;

import org.jspecify.annotations.NullMarked;

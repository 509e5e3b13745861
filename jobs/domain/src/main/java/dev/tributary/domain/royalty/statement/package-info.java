/** Why an account is owed what a batch says: every numerator taken apart again. */
@NullMarked
package dev.tributary.domain.royalty.statement;

import org.jspecify.annotations.NullMarked;

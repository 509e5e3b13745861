/** The node and the vault contract as the settlement run needs them, fees and keys. */
@NullMarked
package dev.tributary.settlement.vault;

import org.jspecify.annotations.NullMarked;

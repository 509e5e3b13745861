/** Compares the books with what they follow from, and with the vault. Changes nothing. */
@NullMarked
package dev.tributary.settlement.reconciliation;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.tributary.settlement.reconciliation;

import org.jspecify.annotations.NullMarked;

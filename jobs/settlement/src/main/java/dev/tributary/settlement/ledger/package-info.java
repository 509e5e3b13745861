/** What the settlement run remembers in PostgreSQL; every write checks the runner's fence. */
@NullMarked
package dev.tributary.settlement.ledger;

import org.jspecify.annotations.NullMarked;

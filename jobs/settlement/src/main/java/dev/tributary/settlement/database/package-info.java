/** Schema migrations and the roles of the programs. */
@NullMarked
package dev.tributary.settlement.database;

import org.jspecify.annotations.NullMarked;

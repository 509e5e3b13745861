/** What every account is owed and why, read from the tables: for the command, and for whoever serves it over HTTP. */
@NullMarked
package dev.tributary.settlement.statement;

import org.jspecify.annotations.NullMarked;

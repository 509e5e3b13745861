@NullMarked
package dev.tributary.settlement.statement;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.tributary.settlement.trace;

import org.jspecify.annotations.NullMarked;

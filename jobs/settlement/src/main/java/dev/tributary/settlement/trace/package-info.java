/** Where one usage line went: from its place in the log to its epoch or its refusal. */
@NullMarked
package dev.tributary.settlement.trace;

import org.jspecify.annotations.NullMarked;

/** What follows from what is seen: pure functions from a state and an observation to the next state and an action. */
@NullMarked
package dev.tributary.settlement.rules;

import org.jspecify.annotations.NullMarked;

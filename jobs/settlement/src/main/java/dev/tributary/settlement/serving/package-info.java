/** The read-only HTTP endpoint: what creators claim with, and where everything stands. */
@NullMarked
package dev.tributary.settlement.serving;

import org.jspecify.annotations.NullMarked;

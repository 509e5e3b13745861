@NullMarked
package dev.tributary.settlement.verification;

import org.jspecify.annotations.NullMarked;

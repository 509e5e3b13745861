@NullMarked
package dev.tributary.settlement.metrics;

import org.jspecify.annotations.NullMarked;

/** The embedded stack and the demo. */
@NullMarked
package dev.tributary.local;

import org.jspecify.annotations.NullMarked;

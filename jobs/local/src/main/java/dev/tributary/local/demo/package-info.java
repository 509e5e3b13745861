/** The demo: a whole marketplace on this machine, from the first registration to the last claim, with self-checks. */
@NullMarked
package dev.tributary.local.demo;

import org.jspecify.annotations.NullMarked;

/** What the page on capacity rests on. */
@NullMarked
package dev.tributary.local.capacity;

import org.jspecify.annotations.NullMarked;

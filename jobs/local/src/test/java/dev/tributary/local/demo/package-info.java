/** What the demo does besides playing. */
@NullMarked
package dev.tributary.local.demo;

import org.jspecify.annotations.NullMarked;

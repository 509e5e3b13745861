/** Reading the chain, against a real one. */
@NullMarked
package dev.tributary.local.chain;

import org.jspecify.annotations.NullMarked;

/** Reads contract logs over JSON-RPC and turns them into chain events. */
@NullMarked
package dev.tributary.chain;

import org.jspecify.annotations.NullMarked;

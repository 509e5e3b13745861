/**
 * Compact bytes for what crosses the network or lies in state most often: a few hand-written serialisers instead of
 * fields found by reflection and characters written one by one.
 */
@NullMarked
package dev.tributary.pipelines.compact;

import org.jspecify.annotations.NullMarked;

/** Whose work is in a model: the family graph and the shares that flow up it. */
@NullMarked
package dev.tributary.domain.lineage;

import org.jspecify.annotations.NullMarked;

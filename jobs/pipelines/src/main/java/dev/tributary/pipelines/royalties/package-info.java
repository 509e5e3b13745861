/** Rate, fund, share along the lineage, split: from usage per minute to what each account is credited. */
@NullMarked
package dev.tributary.pipelines.royalties;

import org.jspecify.annotations.NullMarked;

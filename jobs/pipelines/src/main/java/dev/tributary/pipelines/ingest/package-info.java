/** Contract logs of finalized blocks become {@code chain.events.v1}, with dense ordinals and in the chain's order. */
@NullMarked
package dev.tributary.pipelines.ingest;

import org.jspecify.annotations.NullMarked;

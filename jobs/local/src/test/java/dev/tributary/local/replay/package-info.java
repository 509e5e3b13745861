/** Both logs as files: exported from a real broker, replayed at full size. */
@NullMarked
package dev.tributary.local.replay;

import org.jspecify.annotations.NullMarked;

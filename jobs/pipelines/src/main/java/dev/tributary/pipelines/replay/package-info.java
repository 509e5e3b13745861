/** The engine over two files instead of two topics: what an auditor runs, without servers. */
@NullMarked
package dev.tributary.pipelines.replay;

import org.jspecify.annotations.NullMarked;

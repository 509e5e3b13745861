/** Settings files: properties read with the environment on top, each key known and each value checked. */
@NullMarked
package dev.tributary.pipelines.config;

import org.jspecify.annotations.NullMarked;

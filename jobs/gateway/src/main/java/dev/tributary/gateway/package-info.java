/** What an inference gateway embeds to report usage. */
@NullMarked
package dev.tributary.gateway;

import org.jspecify.annotations.NullMarked;

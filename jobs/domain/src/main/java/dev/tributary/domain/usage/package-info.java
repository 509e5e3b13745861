/** What a gateway reports, when it is booked and what is counted. */
@NullMarked
package dev.tributary.domain.usage;

import org.jspecify.annotations.NullMarked;

/** What an installation has to be like, looked at piece by piece; nothing is changed. */
@NullMarked
package dev.tributary.settlement.doctor;

import org.jspecify.annotations.NullMarked;

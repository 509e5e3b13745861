package dev.tributary.local.audit;

import java.math.BigInteger;

/** How a freeze ended. */
record Release(BigInteger timestampSeconds, Split destination) {}

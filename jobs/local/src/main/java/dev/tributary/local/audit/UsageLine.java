package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.List;

/**
 * One valid line of a report.
 *
 * @param pass empty when none is cited
 * @param quantities calls, input tokens, output tokens, compute milliseconds
 */
record UsageLine(String model, String payer, String pass, long eventMillis, List<BigInteger> quantities) {}

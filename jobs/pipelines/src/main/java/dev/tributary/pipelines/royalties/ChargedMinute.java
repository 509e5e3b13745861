package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.List;

/**
 * The charges of one model and minute, added up over payers when their period closes: for the analytics of minutes.
 *
 * @param token of the terms in force at its start
 * @param payers each once
 * @param micro in 10^-6 base units
 * @param lines usage lines that were charged
 */
public record ChargedMinute(
        String token, long minute, List<String> payers, BigInteger micro, MeterTotals meters, long lines) {}

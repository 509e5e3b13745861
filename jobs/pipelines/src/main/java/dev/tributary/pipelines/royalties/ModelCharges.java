package dev.tributary.pipelines.royalties;

import java.util.List;

/**
 * Charges of one model: one record for many, which are taken apart again in the same chain.
 *
 * @param charges by minute and payer
 */
public record ModelCharges(String model, List<Charge> charges) {}

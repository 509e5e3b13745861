package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.Map;

/** Shares one funded charge out, term by term as the definition has it. */
record Accrual(Marketplace marketplace, long grainMillis) {
    private static final BigInteger MILLION = BigInteger.TEN.pow(6);
    private static final BigInteger LINEAGE = FamilyTree.WHOLE;
    private static final BigInteger BASIS = BigInteger.TEN.pow(4);

    /** Adds exactly {@code micro * 10^18} to the accounts. */
    void accrue(Charge charge, BigInteger micro, Accounts accounts, Totals totals) {
        long at = charge.minute() * grainMillis;
        BigInteger feePpm = marketplace.feePpmAt(at);
        BigInteger platform = micro.multiply(feePpm).multiply(LINEAGE).multiply(BASIS);
        accounts.add(new Accounts.Key(charge.token(), marketplace.treasuryAt(at)), platform);
        BigInteger royalties = BigInteger.ZERO;
        for (Map.Entry<String, BigInteger> share :
                marketplace.family().shares(charge.model()).entrySet()) {
            Split split = marketplace.splitAt(share.getKey(), at);
            for (int j = 0; j < split.accounts().size(); j++) {
                BigInteger numerator = micro.multiply(MILLION.subtract(feePpm))
                        .multiply(share.getValue())
                        .multiply(split.basisPoints().get(j));
                accounts.add(new Accounts.Key(charge.token(), split.accounts().get(j)), numerator);
                royalties = royalties.add(numerator);
            }
        }
        if (!platform.add(royalties).equals(micro.multiply(BigInteger.TEN.pow(18)))) {
            throw new AuditHalt("charge %s of %s micro units is not shared out exactly: %s + %s"
                    .formatted(charge, micro, platform, royalties));
        }
        totals.add(charge.token(), micro, platform, royalties);
    }
}

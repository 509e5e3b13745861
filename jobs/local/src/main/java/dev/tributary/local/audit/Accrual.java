package dev.tributary.local.audit;

import dev.tributary.local.audit.TokenTotal.Kind;
import java.math.BigInteger;
import java.util.Map;

/** Shares revenue out, term by term as the definition has it. */
record Accrual(Marketplace marketplace, long grainMillis, Accounts accounts, Suspense suspense, Totals totals) {
    private static final BigInteger THOUSAND = BigInteger.TEN.pow(3);
    private static final BigInteger MILLION = BigInteger.TEN.pow(6);
    private static final BigInteger LINEAGE = FamilyTree.WHOLE;
    private static final BigInteger BASIS = BigInteger.TEN.pow(4);

    /** Adds exactly {@code micro * 10^18} to the accounts and the suspense. */
    void accrue(Charge charge, BigInteger micro) {
        long at = charge.minute() * grainMillis;
        BigInteger feePpm = marketplace.feePpmAt(at);
        BigInteger platform = micro.multiply(feePpm).multiply(LINEAGE).multiply(BASIS);
        accounts.add(new Accounts.Key(charge.token(), marketplace.treasuryAt(at)), platform);
        BigInteger royalties = BigInteger.ZERO;
        for (Map.Entry<String, BigInteger> share :
                marketplace.family().shares(charge.model()).entrySet()) {
            BigInteger earned = micro.multiply(MILLION.subtract(feePpm)).multiply(share.getValue());
            String model = share.getKey();
            royalties = royalties.add(credit(charge.token(), model, marketplace.payeeAt(model, at), earned));
        }
        requireExact(charge, micro.multiply(BigInteger.TEN.pow(18)), platform.add(royalties));
        totals.add(charge.token(), Kind.REVENUE, micro);
        totals.add(charge.token(), Kind.FEE, platform);
        totals.add(charge.token(), Kind.ROYALTIES, royalties);
    }

    /** Adds exactly {@code amount * 10^24} to the accounts and the suspense. */
    void accrue(Sale sale) {
        BigInteger royalties = BigInteger.ZERO;
        for (Map.Entry<String, Payee> payee : sale.payees().entrySet()) {
            BigInteger share = sale.shares().getOrDefault(payee.getKey(), BigInteger.ZERO);
            BigInteger earned = sale.amount().multiply(BigInteger.TEN.pow(12)).multiply(share);
            royalties = royalties.add(credit(sale.token(), payee.getKey(), payee.getValue(), earned));
        }
        requireExact(sale, sale.amount().multiply(Accounts.PER_BASE_UNIT), royalties);
        totals.add(sale.token(), Kind.SOLD, sale.amount());
        totals.add(sale.token(), Kind.ROYALTIES, royalties);
    }

    /** Moves what freezes held whose end the period has seen. */
    void release(long periodEndMillis) {
        suspense.release(key -> hasEnded(key, BigInteger.valueOf(periodEndMillis)), (key, numerator) -> {
            Release release = marketplace.release(key.freeze());
            if (release != null) {
                pay(key.token(), release.destination(), numerator.divide(BASIS));
            }
        });
    }

    private boolean hasEnded(Suspense.Key key, BigInteger periodEndMillis) {
        Release release = marketplace.release(key.freeze());
        return release != null && release.timestampSeconds().multiply(THOUSAND).compareTo(periodEndMillis) < 0;
    }

    private BigInteger credit(String token, String model, Payee payee, BigInteger earned) {
        if (payee.freeze() == Marketplace.NOT_FROZEN) {
            return pay(token, payee.split(), earned);
        }
        suspense.add(new Suspense.Key(token, model, payee.freeze()), earned.multiply(BASIS));
        return earned.multiply(BASIS);
    }

    private BigInteger pay(String token, Split split, BigInteger earned) {
        BigInteger sum = BigInteger.ZERO;
        for (int j = 0; j < split.accounts().size(); j++) {
            BigInteger numerator = earned.multiply(split.basisPoints().get(j));
            accounts.add(new Accounts.Key(token, split.accounts().get(j)), numerator);
            sum = sum.add(numerator);
        }
        return sum;
    }

    private static void requireExact(Object revenue, BigInteger whole, BigInteger shared) {
        if (!shared.equals(whole)) {
            throw new AuditHalt(
                    "SHARES_NOT_WHOLE", "%s is not shared out exactly: %s of %s".formatted(revenue, shared, whole));
        }
    }
}

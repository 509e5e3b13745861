package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.pipelines.SettlementHalted;
import java.util.List;

/** The platform's fee and its treasury over time. */
record PlatformHistory(List<Dated<Long>> fees, List<Dated<String>> treasuries) {

    static PlatformHistory of(Iterable<PlatformChange> changes) {
        PlatformHistory history = new PlatformHistory(List.of(), List.of());
        for (PlatformChange change : changes) {
            history = history.plus(change);
        }
        return history;
    }

    private PlatformHistory plus(PlatformChange change) {
        List<Dated<Long>> nextFees = fees;
        List<Dated<String>> nextTreasuries = treasuries;
        Long feePpm = change.feePpm();
        if (feePpm != null) {
            nextFees = History.insert(fees, new Dated<>(change.timeMillis(), change.ordinal(), feePpm));
        }
        String treasury = change.treasury();
        if (treasury != null) {
            nextTreasuries = History.insert(treasuries, new Dated<>(change.timeMillis(), change.ordinal(), treasury));
        }
        return new PlatformHistory(nextFees, nextTreasuries);
    }

    /** Which fee and treasury are in force: indices that differ exactly when one of them changed in between. */
    Regime regime(long atMillis) {
        int fee = History.indexInForce(fees, atMillis);
        int treasury = History.indexInForce(treasuries, atMillis);
        if (fee < 0 || treasury < 0) {
            throw SettlementHalted.because(
                    "PLATFORM_TERMS_MISSING",
                    "a charge of the minute that starts at " + atMillis + " ms is before the vault's first "
                            + (fee < 0 ? "FeeChanged" : "TreasuryChanged")
                            + ": nobody can say what the platform's part is. Check that the chain log begins with the"
                            + " vault's deployment.");
        }
        return new Regime(fee, treasury);
    }

    long feePpm(Regime regime) {
        return fees.get(regime.fee()).value();
    }

    String treasury(Regime regime) {
        return treasuries.get(regime.treasury()).value();
    }

    record Regime(int fee, int treasury) {}
}

package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.statement.MarketHistory;
import dev.tributary.domain.royalty.statement.SaleRevenue;

/** Tells a history what an event of the chain's log says, as the operators read it. */
public final class MarketFacts {
    private MarketFacts() {}

    /** Events are told once each, in the order of their ordinals; those that say nothing about earnings are passed over. */
    public static void tell(ChainEvent event, MarketHistory history) {
        ModelRegistration registration = ModelRegistration.read(event);
        if (registration != null) {
            history.register(registration.model(), registration.policy(), registration.share(), registration.parents());
        }
        TermsChange terms = TermsChange.read(event);
        if (terms != null) {
            history.terms(terms.model(), terms.terms());
        }
        SplitChange split = SplitChange.read(event);
        if (split != null) {
            history.split(split.model(), split.split());
        }
        FreezeChange freeze = FreezeChange.read(event);
        if (freeze != null) {
            tell(freeze, history);
        }
        PlatformChange platform = PlatformChange.read(event);
        if (platform != null) {
            tell(platform, history);
        }
        Sale sale = Sale.read(event);
        if (sale != null) {
            history.sale(new SaleRevenue(
                    sale.model(), sale.token(), sale.amount(), sale.timeMillis(), sale.ordinal(), event.transaction()));
        }
    }

    private static void tell(FreezeChange change, MarketHistory history) {
        if (change.frozen()) {
            history.frozen(change.model(), change.timeMillis(), change.ordinal());
        } else {
            history.unfrozen(change.model(), change.timeMillis(), change.ordinal(), change.redirectTo());
        }
    }

    private static void tell(PlatformChange change, MarketHistory history) {
        Long feePpm = change.feePpm();
        if (feePpm != null) {
            history.fee(new Dated<>(change.timeMillis(), change.ordinal(), feePpm));
        }
        String treasury = change.treasury();
        if (treasury != null) {
            history.treasury(new Dated<>(change.timeMillis(), change.ordinal(), treasury));
        }
    }
}

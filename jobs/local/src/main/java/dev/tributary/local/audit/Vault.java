package dev.tributary.local.audit;

import java.util.List;
import java.util.TreeSet;

/** What moved in and out of the vault, by the period of the block it happened in. */
record Vault(AuditSettings settings, List<ChainFact> facts, Marketplace marketplace) {
    List<ChainFact> deposits(long period) {
        return moves("Deposited", period);
    }

    /** In log order. */
    List<ChainFact> withdrawalRequests(long period) {
        return moves("WithdrawalRequested", period);
    }

    private List<ChainFact> moves(String event, long period) {
        return facts.stream()
                .filter(fact -> fact.is("RoyaltyVault", event) && settings.periodOf(fact.timestampSeconds()) == period)
                .toList();
    }

    List<Sale> sales(long period) {
        return marketplace.sales().stream()
                .filter(sale -> settings.periodOf(sale.timestampSeconds()) == period)
                .toList();
    }

    /** Periods whose close has something to do because of what the contracts said. */
    TreeSet<Long> eventfulPeriods() {
        TreeSet<Long> periods = new TreeSet<>();
        for (ChainFact fact : facts) {
            long period = settings.periodOf(fact.timestampSeconds());
            if (fact.is("RoyaltyVault", "WithdrawalRequested")) {
                periods.add(period + 1);
            } else if (fact.is("RoyaltyVault", "Deposited") || fact.is("RoyaltyVault", "RevenueReceived")) {
                periods.add(period);
            } else if (fact.is("ModelRegistry", "ModelUnfrozen")) {
                periods.add(period);
            }
        }
        return periods;
    }
}

package dev.tributary.local.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What moved in and out of the vault, by the period of the block it happened in. */
final class Vault {
    private final Map<Long, List<ChainFact>> deposits = new HashMap<>();
    private final Map<Long, List<ChainFact>> withdrawalRequests = new HashMap<>();
    private final Map<Long, List<Sale>> sales = new HashMap<>();
    private final TreeSet<Long> eventfulPeriods = new TreeSet<>();

    Vault(AuditSettings settings, List<ChainFact> facts, Marketplace marketplace) {
        for (ChainFact fact : facts) {
            long period = settings.periodOf(fact.timestampSeconds());
            if (fact.is("RoyaltyVault", "Deposited")) {
                note(deposits, period, fact, period);
            } else if (fact.is("RoyaltyVault", "WithdrawalRequested")) {
                note(withdrawalRequests, period, fact, period + 1);
            } else if (fact.is("ModelRegistry", "ModelUnfrozen")) {
                eventfulPeriods.add(period);
            }
        }
        for (Sale sale : marketplace.sales()) {
            long period = settings.periodOf(sale.timestampSeconds());
            note(sales, period, sale, period);
        }
    }

    private <T> void note(Map<Long, List<T>> moves, long period, T move, long servedBy) {
        moves.computeIfAbsent(period, unseen -> new ArrayList<>()).add(move);
        eventfulPeriods.add(servedBy);
    }

    List<ChainFact> deposits(long period) {
        return deposits.getOrDefault(period, List.of());
    }

    /** In log order. */
    List<ChainFact> withdrawalRequests(long period) {
        return withdrawalRequests.getOrDefault(period, List.of());
    }

    List<Sale> sales(long period) {
        return sales.getOrDefault(period, List.of());
    }

    /** Periods whose close has something to do because of what the contracts said. */
    SortedSet<Long> eventfulPeriods() {
        return eventfulPeriods;
    }
}

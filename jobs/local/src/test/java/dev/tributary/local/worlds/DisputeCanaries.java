package dev.tributary.local.worlds;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.FreezeHistory;
import dev.tributary.domain.royalty.Split;
import dev.tributary.pipelines.royalties.ChainRules;
import dev.tributary.pipelines.royalties.FreezeChange;
import dev.tributary.pipelines.royalties.Sale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Planted bugs in freezes and sales. */
final class DisputeCanaries {
    static final Map<String, Function<World, PureRules>> ALL = all();

    private DisputeCanaries() {}

    private static Map<String, Function<World, PureRules>> all() {
        Map<String, Function<World, PureRules>> canaries = new LinkedHashMap<>();
        canaries.put("a frozen model is paid all the same", NeverFrozen::new);
        canaries.put("a minute is frozen when its end is", FrozenAtTheEnd::new);
        canaries.put("a sale is held by the time of its block", SaleHeldByTime::new);
        canaries.put("a sale is shared by the time of its block", SaleSharedByTime::new);
        canaries.put("every freeze waits for the last one's end", LastFreezeDecides::new);
        canaries.put("what was held goes out a period late", ReleasedLate::new);
        canaries.put("a redirection is ignored", NoRedirection::new);
        return canaries;
    }

    private static final class NeverFrozen extends Canaries.Canary {
        NeverFrozen(World world) {
            super(world);
        }

        @Override
        FreezeHistory.@Nullable Freeze freezeAt(FreezeHistory history, long minuteStartMillis) {
            return null;
        }
    }

    private static final class FrozenAtTheEnd extends Canaries.Canary {
        FrozenAtTheEnd(World world) {
            super(world);
        }

        @Override
        FreezeHistory.@Nullable Freeze freezeAt(FreezeHistory history, long minuteStartMillis) {
            return super.freezeAt(history, minuteStartMillis + world().shape().grainMillis() - 1);
        }
    }

    private static final class SaleHeldByTime extends Canaries.Canary {
        SaleHeldByTime(World world) {
            super(world);
        }

        @Override
        FreezeHistory.@Nullable Freeze freezeAtSale(FreezeHistory history, Sale sale) {
            return history.at(sale.timeMillis());
        }
    }

    private static final class SaleSharedByTime extends Canaries.Canary {
        SaleSharedByTime(World world) {
            super(world);
        }

        @Override
        Split splitAtSale(List<Dated<Split>> history, Sale sale) {
            return inForce(history, sale.timeMillis());
        }
    }

    private static final class LastFreezeDecides extends Canaries.Canary {
        LastFreezeDecides(World world) {
            super(world);
        }

        @Override
        @Nullable
        Split destination(FreezeHistory history, FreezeHistory.Freeze freeze, long periodEndMillis) {
            List<FreezeHistory.Freeze> begun = history.freezes().stream()
                    .filter(known -> known.fromMillis() < periodEndMillis)
                    .toList();
            return super.destination(history, begun.get(begun.size() - 1), periodEndMillis);
        }
    }

    private static final class ReleasedLate extends Canaries.Canary {
        ReleasedLate(World world) {
            super(world);
        }

        @Override
        @Nullable
        Split destination(FreezeHistory history, FreezeHistory.Freeze freeze, long periodEndMillis) {
            return super.destination(
                    history, freeze, periodEndMillis - world().shape().periodMillis());
        }
    }

    private static final class NoRedirection extends Canaries.Canary {
        NoRedirection(World world) {
            super(world);
        }

        @Override
        ChainRules chain() {
            return new ChainRules(World.CONTRACTS) {
                @Override
                protected @Nullable String redirection(FreezeChange change) {
                    return null;
                }
            };
        }
    }
}

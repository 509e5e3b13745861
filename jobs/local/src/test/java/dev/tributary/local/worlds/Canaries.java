package dev.tributary.local.worlds;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.lineage.LineageEdge;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.AcceptedReport;
import dev.tributary.domain.usage.Admission;
import dev.tributary.domain.usage.SequenceWindow;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.royalties.ChainRules;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rules with a bug planted in one step, each of a kind that someone could write. */
final class Canaries {
    static final Map<String, Function<World, PureRules>> ALL = all();

    private Canaries() {}

    private static Map<String, Function<World, PureRules>> all() {
        Map<String, Function<World, PureRules>> canaries = new LinkedHashMap<>();
        canaries.put("reports are not de-duplicated", NoDeduplication::new);
        canaries.put("sequences are compared as signed numbers", SignedSequences::new);
        canaries.put("a window of 63 reports is remembered", ShortWindow::new);
        canaries.put("the price at the end of the minute counts", PriceAtTheEnd::new);
        canaries.put("the price at the end of the period counts", PriceAtThePeriodsEnd::new);
        canaries.put("the fee of the booking period counts", FeeOfTheBooking::new);
        canaries.put("absolute shares are counted once per path", PathCountedShares::new);
        canaries.put("what comes by absolute shares is shared on", AbsoluteSharedOn::new);
        canaries.put("credits are cut to whole base units", FloorPerEvent::new);
        canaries.put("late lines are dropped", DropLate::new);
        canaries.put("lines are booked by their own append time", OwnAppendTime::new);
        canaries.put("heartbeats do not move time", DeafToHeartbeats::new);
        canaries.put("of equal times the first wins", FirstWins::new);
        canaries.put("a later announcement cancels a scheduled change", LatestAnnouncement::new);
        canaries.put("a sale leaves the split", SaleKeepsSplit::new);
        canaries.putAll(FundingCanaries.ALL);
        canaries.putAll(PermissionCanaries.ALL);
        canaries.putAll(DisputeCanaries.ALL);
        canaries.putAll(BystanderCanaries.ALL);
        canaries.putAll(SignatureCanaries.ALL);
        canaries.putAll(SizeCanaries.ALL);
        return canaries;
    }

    abstract static class Canary extends PureRules {
        Canary(World world) {
            this(world, Closing.END_OF_INPUT);
        }

        Canary(World world, Closing closing) {
            super(world, closing);
        }
    }

    private static final class NoDeduplication extends Canary {
        NoDeduplication(World world) {
            super(world);
        }

        @Override
        Admission admission(SequenceWindow window, long sequence, byte[] contentHash) {
            return new Admission.Accepted(window);
        }
    }

    private static final class SignedSequences extends Canary {
        SignedSequences(World world) {
            super(world);
        }

        @Override
        Admission admission(SequenceWindow window, long sequence, byte[] contentHash) {
            List<AcceptedReport> accepted = window.accepted();
            boolean rises = accepted.isEmpty()
                    || sequence > accepted.get(accepted.size() - 1).sequence();
            Admission right = super.admission(window, sequence, contentHash);
            return rises || !(right instanceof Admission.Accepted) ? right : new Admission.Duplicate();
        }
    }

    private static final class ShortWindow extends Canary {
        ShortWindow(World world) {
            super(world);
        }

        @Override
        Admission admission(SequenceWindow window, long sequence, byte[] contentHash) {
            List<AcceptedReport> accepted = window.accepted();
            int forgotten = accepted.size() == SequenceWindow.SIZE ? 1 : 0;
            return super.admission(
                    new SequenceWindow(accepted.subList(forgotten, accepted.size())), sequence, contentHash);
        }
    }

    private static final class PriceAtTheEnd extends Canary {
        PriceAtTheEnd(World world) {
            super(world);
        }

        @Override
        @Nullable
        Terms termsAt(List<Dated<Terms>> history, long minuteStartMillis) {
            Terms begun = super.termsAt(history, minuteStartMillis);
            long endMillis = minuteStartMillis + world().shape().grainMillis() - 1;
            return begun == null ? null : super.termsAt(history, endMillis);
        }
    }

    private static final class PriceAtThePeriodsEnd extends Canary {
        PriceAtThePeriodsEnd(World world) {
            super(world);
        }

        @Override
        @Nullable
        Terms termsAt(List<Dated<Terms>> history, long minuteStartMillis) {
            Terms begun = super.termsAt(history, minuteStartMillis);
            long periodMillis = world().shape().periodMillis();
            long endMillis = (Math.floorDiv(minuteStartMillis, periodMillis) + 1) * periodMillis - 1;
            return begun == null ? null : super.termsAt(history, endMillis);
        }
    }

    private static final class FeeOfTheBooking extends Canary {
        FeeOfTheBooking(World world) {
            super(world);
        }

        @Override
        long platformAt(long period, long minuteStartMillis) {
            return Math.max(minuteStartMillis, period * world().shape().periodMillis());
        }
    }

    private static final class PathCountedShares extends Canary {
        PathCountedShares(World world) {
            super(world);
        }

        @Override
        SortedMap<String, Long> shares(ChainRules known, String model) {
            SortedMap<String, Long> once = new TreeMap<>(known.family().shares(model));
            for (String ancestor : known.family().ancestors(model)) {
                long absolute = absolutePaths(known, model, ancestor);
                long counted = absoluteEdges(known, model, ancestor);
                once.merge(ancestor, absolute - counted, Long::sum);
                once.merge(model, counted - absolute, Long::sum);
            }
            return once;
        }

        private static long absolutePaths(ChainRules known, String from, String to) {
            long sum = 0;
            for (LineageEdge edge : known.family().edges(from)) {
                boolean arrives = edge.parent().equals(to) && edge.policy() == RoyaltyPolicy.LAP;
                sum += (arrives ? edge.share() : 0) + absolutePaths(known, edge.parent(), to);
            }
            return sum;
        }

        private static long absoluteEdges(ChainRules known, String model, String to) {
            List<String> members = new ArrayList<>(known.family().ancestors(model));
            members.add(model);
            return members.stream()
                    .flatMap(member -> known.family().edges(member).stream())
                    .filter(edge -> edge.parent().equals(to) && edge.policy() == RoyaltyPolicy.LAP)
                    .mapToLong(LineageEdge::share)
                    .sum();
        }
    }

    private static final class AbsoluteSharedOn extends Canary {
        AbsoluteSharedOn(World world) {
            super(world);
        }

        @Override
        SortedMap<String, Long> shares(ChainRules known, String model) {
            SortedMap<String, Long> shares = new TreeMap<>(known.family().shares(model));
            for (LineageEdge edge : known.family().edges(model)) {
                if (edge.policy() == RoyaltyPolicy.LAP) {
                    passOn(known, edge, shares);
                }
            }
            return shares;
        }

        private static void passOn(ChainRules known, LineageEdge absolute, SortedMap<String, Long> shares) {
            for (LineageEdge next : known.family().edges(absolute.parent())) {
                if (next.policy() == RoyaltyPolicy.LRP) {
                    long flow = absolute.share() * next.share() / 100_000_000;
                    shares.merge(next.parent(), flow, Long::sum);
                    shares.merge(absolute.parent(), -flow, Long::sum);
                }
            }
        }
    }

    private static final class FloorPerEvent extends Canary {
        FloorPerEvent(World world) {
            super(world);
        }

        @Override
        BigInteger kept(BigInteger numerator) {
            return Units.payableFloor(numerator).multiply(Units.NUMERATOR_PER_UNIT);
        }
    }

    private static final class DropLate extends Canary {
        DropLate(World world) {
            super(world);
        }

        @Override
        boolean isTaken(UsageCount count, long runningMaxMillis) {
            return (count.minute() + 1) * world().shape().grainMillis()
                    > runningMaxMillis - world().shape().graceMillis();
        }
    }

    private static final class OwnAppendTime extends Canary {
        OwnAppendTime(World world) {
            super(world);
        }

        @Override
        long bookedAt(UsageLogRecord record, long runningMaxMillis) {
            return record.appendTimeMillis();
        }
    }

    private static final class DeafToHeartbeats extends Canary {
        DeafToHeartbeats(World world) {
            super(world);
        }

        @Override
        long runningMax(@Nullable Long before, UsageLogRecord record) {
            boolean heartbeat = record.headers().containsKey("heartbeat");
            return heartbeat && before != null ? before : super.runningMax(before, record);
        }
    }

    private static final class FirstWins extends Canary {
        FirstWins(World world) {
            super(world);
        }

        @Override
        ChainRules chain() {
            return new ChainRules(World.CONTRACTS) {
                @Override
                protected <T> List<Dated<T>> insert(List<Dated<T>> history, Dated<T> entry) {
                    boolean taken = history.stream().anyMatch(known -> known.timeMillis() == entry.timeMillis());
                    return taken ? history : super.insert(history, entry);
                }
            };
        }
    }

    private static final class LatestAnnouncement extends Canary {
        LatestAnnouncement(World world) {
            super(world);
        }

        @Override
        ChainRules chain() {
            return new ChainRules(World.CONTRACTS) {
                @Override
                protected <T> List<Dated<T>> insert(List<Dated<T>> history, Dated<T> entry) {
                    return History.insert(
                            history.stream()
                                    .filter(known -> known.timeMillis() <= entry.timeMillis())
                                    .toList(),
                            entry);
                }
            };
        }
    }

    private static final class SaleKeepsSplit extends Canary {
        SaleKeepsSplit(World world) {
            super(world);
        }

        @Override
        ChainRules chain() {
            return new ChainRules(World.CONTRACTS) {
                @Override
                protected boolean isSplitChange(ChainEvent event) {
                    return !event.event().equals("Transfer");
                }
            };
        }
    }
}

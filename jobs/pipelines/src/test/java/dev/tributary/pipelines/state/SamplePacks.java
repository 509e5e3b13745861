package dev.tributary.pipelines.state;

import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.MinuteSummaries;
import dev.tributary.pipelines.metering.MinuteSummary;
import dev.tributary.pipelines.metering.ModelUsages;
import dev.tributary.pipelines.metering.PackedCounts;
import dev.tributary.pipelines.metering.SketchBytes;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.royalties.Charge;
import dev.tributary.pipelines.royalties.ChargePack;
import dev.tributary.pipelines.royalties.MinuteRevenue;
import dev.tributary.pipelines.royalties.ModelRevenue;
import dev.tributary.pipelines.royalties.OpenUsage;
import dev.tributary.pipelines.royalties.Packs;
import dev.tributary.pipelines.royalties.RevenueSum;
import dev.tributary.pipelines.royalties.UsageSum;
import dev.tributary.pipelines.royalties.WaitingPack;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of state that hold packs and sketches, by the writers of the job. No number or text comes twice, so
 * that two that change places are seen, but for what a pack says once for several of its entries.
 */
final class SamplePacks {
    private long next = 1_001;
    private int openUsages;

    /** Null for every type that holds none. */
    @Nullable
    Object make(Class<?> type) {
        if (type == OpenUsage.class) {
            return openUsage();
        }
        if (type == WaitingPack.class) {
            return waitingPack();
        }
        if (type == ChargePack.class) {
            return chargePack();
        }
        if (type == ModelRevenue.class) {
            return modelRevenue();
        }
        if (type == MinuteSummary.class) {
            return minute(text(), 3, few());
        }
        return type == MinuteSummaries.class ? minutes() : null;
    }

    /** By both writers in turn: usage is written as it comes, and again as it is merged. */
    private OpenUsage openUsage() {
        long period = number();
        String payer = text();
        UsageCount[] counts = {
            count(payer, "", -number(), period),
            count(text(), text(), number(), number()),
            count(payer, text(), 0, period)
        };
        byte[] packed = openUsages++ % 2 == 0
                ? ModelUsages.of(counts).packed()
                : PackedCounts.of(counts).packed();
        return new OpenUsage(period, packed);
    }

    private UsageCount count(String payer, String pass, long minute, long period) {
        return new UsageCount(
                "model", payer, text(), pass, minute, period, number(), number(), number(), number(), number());
    }

    private WaitingPack waitingPack() {
        String model = text();
        return Packs.waiting(List.of(
                new WaitingCharge(0, number(), model, small()),
                new WaitingCharge(0, -number(), text(), large()),
                new WaitingCharge(0, number(), model, small())));
    }

    private ChargePack chargePack() {
        String token = text();
        String payer = text();
        long period = number();
        String model = text();
        return Packs.charges(
                token,
                payer,
                period,
                List.of(
                        new Charge(token, payer, period, number(), model, small(), smallMeters(), number()),
                        new Charge(token, payer, period, -number(), model, large(), largeMeters(), number()),
                        new Charge(token, payer, period, number(), text(), small(), smallMeters(), number())));
    }

    private ModelRevenue modelRevenue() {
        String token = text();
        return Packs.revenue(
                text(),
                number(),
                List.of(
                        revenue(token, number(), small(), smallMeters()),
                        revenue(token, -number(), large(), largeMeters()),
                        revenue(text(), number(), small(), smallMeters())));
    }

    private MinuteRevenue revenue(String token, long minute, BigInteger micro, MeterTotals meters) {
        return new MinuteRevenue(token, minute, new RevenueSum(micro, new UsageSum(meters, number())));
    }

    /** Few and many payers and latencies have other forms; so has a minute without charges. */
    private MinuteSummaries minutes() {
        String token = text();
        return new MinuteSummaries(
                List.of(minute(token, 3, few()), minute(token, 300, many()), uncharged(), minute(text(), 40, few())));
    }

    private MinuteSummary minute(String token, int payers, byte[] latencies) {
        return new MinuteSummary(
                number(),
                token,
                number(),
                payers > 3 ? largeMeters() : smallMeters(),
                payers > 3 ? large() : small(),
                SketchBytes.payers(payers),
                number(),
                number(),
                latencies);
    }

    private MinuteSummary uncharged() {
        return new MinuteSummary(
                number(), "", 0, MeterTotals.ZERO, BigInteger.ZERO, new byte[0], number(), number(), few());
    }

    private byte[] few() {
        return SketchBytes.latencies(number(), number(), number());
    }

    /** So large that 60 are too many, which a sketch still keeps one by one; it throws dice once it does not. */
    private byte[] many() {
        long most = Long.MAX_VALUE - number();
        return SketchBytes.latencies(
                LongStream.range(0, 60).map(less -> most - less).toArray());
    }

    private MeterTotals smallMeters() {
        return MeterTotals.of(number(), number(), number(), number());
    }

    private MeterTotals largeMeters() {
        return MeterTotals.of(large(), large(), large(), large());
    }

    private BigInteger small() {
        return BigInteger.valueOf(number());
    }

    private BigInteger large() {
        return BigInteger.ONE.shiftLeft(80).add(small());
    }

    private String text() {
        return "text " + number();
    }

    private long number() {
        return next++;
    }
}

package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.metering.UsageRejected;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What rating comes to by the letter of the rules: slow, simple, and with nothing of {@link RateUsage} in it. */
final class PlainRating {
    private static final Comparator<Bucket> ORDER = Comparator.comparing(Bucket::model)
            .thenComparing(Bucket::minute)
            .thenComparing(Bucket::payer)
            .thenComparing(Bucket::gateway)
            .thenComparing(Bucket::pass);

    private final BookingRule booking;
    private final List<UsageCount> open = new ArrayList<>();
    private final List<TermsChange> terms = new ArrayList<>();
    private final List<GatewayChange> gateways = new ArrayList<>();
    private final Map<String, Pass> passes = new HashMap<>();

    private record Bucket(String model, long minute, String payer, String gateway, String pass) {}

    /** What the close of a period tells. */
    record Closed(
            List<Charge> charges, List<UsageRejected> refusals, List<Tally> tallies, List<ChargedMinutes> minutes) {
        List<Charge> charges(String model) {
            return charges.stream()
                    .filter(charge -> charge.model().equals(model))
                    .toList();
        }
    }

    PlainRating(BookingRule booking) {
        this.booking = booking;
    }

    PlainRating copy() {
        PlainRating copy = new PlainRating(booking);
        copy.open.addAll(open);
        copy.terms.addAll(terms);
        copy.gateways.addAll(gateways);
        copy.passes.putAll(passes);
        return copy;
    }

    void use(UsageCount count) {
        open.add(count);
    }

    void terms(TermsChange change) {
        terms.add(change);
    }

    void gateway(GatewayChange change) {
        gateways.add(change);
    }

    void pass(PassChange change) {
        passes.compute(change.model() + change.pass(), (key, known) -> {
            if (change.issued() != null) {
                return change.issued();
            }
            return known == null ? null : known.revoked(change.timeMillis());
        });
    }

    Closed close(long period) {
        Map<Bucket, List<UsageCount>> buckets = new TreeMap<>(ORDER);
        for (UsageCount count : open) {
            if (count.period() == period) {
                Bucket bucket = new Bucket(count.model(), count.minute(), count.payer(), count.gateway(), count.pass());
                buckets.computeIfAbsent(bucket, key -> new ArrayList<>()).add(count);
            }
        }
        open.removeIf(count -> count.period() == period);
        Closed closed = new Closed(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<Bucket, List<UsageCount>> payable = new TreeMap<>(ORDER);
        buckets.forEach((bucket, counts) -> {
            String refusal = refusal(bucket);
            if (refusal != null) {
                refuse(bucket, counts, refusal, period, closed);
            } else {
                Bucket payment = new Bucket(bucket.model, bucket.minute, bucket.payer, "", "");
                payable.computeIfAbsent(payment, key -> new ArrayList<>()).addAll(counts);
            }
        });
        charge(payable, period, closed);
        return closed;
    }

    private @Nullable String refusal(Bucket bucket) {
        long atMillis = booking.minuteStart(bucket.minute);
        Terms inForce = termsOf(bucket.model, atMillis);
        if (inForce == null) {
            return "MODEL_UNKNOWN";
        }
        if (!isPermitted(bucket.gateway, "", atMillis)) {
            return "GATEWAY_UNAUTHORISED";
        }
        if (!isPermitted(bucket.gateway, bucket.payer, atMillis)) {
            return "GATEWAY_NOT_ALLOWED";
        }
        if (bucket.pass.isEmpty()) {
            return inForce.passRequired() ? "PASS_INVALID" : null;
        }
        Pass pass = passes.get(bucket.model + bucket.pass);
        return pass != null && pass.isValid(bucket.payer, atMillis) ? null : "PASS_INVALID";
    }

    private @Nullable Terms termsOf(String model, long atMillis) {
        return last(
                terms.stream().filter(change -> change.model().equals(model)).map(TermsChange::terms), atMillis);
    }

    private boolean isPermitted(String gateway, String payer, long atMillis) {
        return Boolean.TRUE.equals(last(
                gateways.stream()
                        .filter(change -> change.gateway().equals(gateway)
                                && change.payer().equals(payer))
                        .map(GatewayChange::permitted),
                atMillis));
    }

    private static <T> @Nullable T last(Stream<Dated<T>> changes, long atMillis) {
        return changes.filter(change -> change.timeMillis() <= atMillis)
                .max(Comparator.<Dated<T>>comparingLong(Dated::timeMillis).thenComparingLong(Dated::ordinal))
                .map(Dated::value)
                .orElse(null);
    }

    private void refuse(Bucket bucket, List<UsageCount> counts, String reason, long period, Closed closed) {
        MeterTotals meters = meters(counts);
        closed.tallies.add(Tally.rejected(booking.earliestCloseMillis(period), period, reason, lines(counts)));
        String detail =
                switch (reason) {
                    case "MODEL_UNKNOWN" -> "The model had no terms at the start of the minute.";
                    case "GATEWAY_UNAUTHORISED" ->
                        "The registry did not authorise the gateway at the start of the minute.";
                    case "GATEWAY_NOT_ALLOWED" -> "The payer did not allow the gateway at the start of the minute.";
                    default ->
                        "The model asks for a pass, or one was cited, and it was not a valid pass of this model held"
                                + " by this payer at the start of the minute.";
                };
        closed.refusals.add(UsageRejected.bucket(
                reason,
                detail,
                lines(counts),
                bucket.gateway,
                bucket.model,
                bucket.payer,
                bucket.pass,
                booking.minuteStart(bucket.minute),
                booking.periodStart(period),
                new Quantities(meters.calls(), meters.inputTokens(), meters.outputTokens(), meters.computeMillis())));
    }

    private void charge(Map<Bucket, List<UsageCount>> payable, long period, Closed closed) {
        Map<String, Map<Long, List<Charge>>> byMinute = new TreeMap<>();
        Map<String, Long> lines = new TreeMap<>();
        payable.forEach((payment, counts) -> {
            Terms inForce = termsOf(payment.model, booking.minuteStart(payment.minute));
            if (inForce == null) {
                throw new IllegalStateException("no terms for what is payable");
            }
            MeterTotals meters = meters(counts);
            Charge charge = new Charge(
                    inForce.token(),
                    payment.payer,
                    period,
                    payment.minute,
                    payment.model,
                    micro(meters, inForce.pricesPerMillion()),
                    meters,
                    lines(counts));
            closed.charges.add(charge);
            byMinute.computeIfAbsent(payment.model, key -> new TreeMap<>())
                    .computeIfAbsent(payment.minute, key -> new ArrayList<>())
                    .add(charge);
            lines.merge(payment.model, charge.lines(), Long::sum);
        });
        byMinute.forEach((model, charges) -> closed.minutes.add(new ChargedMinutes(
                model,
                period,
                charges.values().stream().map(PlainRating::minute).toList())));
        lines.values()
                .forEach(counted ->
                        closed.tallies.add(Tally.counted(booking.earliestCloseMillis(period), period, counted)));
    }

    private static ChargedMinute minute(List<Charge> charges) {
        Charge first = charges.get(0);
        return new ChargedMinute(
                first.token(),
                first.minute(),
                charges.stream().map(Charge::payer).toList(),
                charges.stream().map(Charge::micro).reduce(BigInteger.ZERO, BigInteger::add),
                charges.stream().map(Charge::meters).reduce(MeterTotals.ZERO, MeterTotals::plus),
                charges.stream().mapToLong(Charge::lines).sum());
    }

    private static BigInteger micro(MeterTotals meters, List<BigInteger> prices) {
        List<BigInteger> quantities =
                List.of(meters.calls(), meters.inputTokens(), meters.outputTokens(), meters.computeMillis());
        BigInteger micro = BigInteger.ZERO;
        for (int meter = 0; meter < prices.size(); meter++) {
            micro = micro.add(prices.get(meter).multiply(quantities.get(meter)));
        }
        return micro;
    }

    private static long lines(List<UsageCount> counts) {
        return counts.stream().mapToLong(UsageCount::lines).sum();
    }

    private static MeterTotals meters(List<UsageCount> counts) {
        BigInteger[] sums = {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};
        for (UsageCount count : counts) {
            sums[0] = sums[0].add(BigInteger.valueOf(count.calls()));
            sums[1] = sums[1].add(BigInteger.valueOf(count.inputTokens()));
            sums[2] = sums[2].add(BigInteger.valueOf(count.outputTokens()));
            sums[3] = sums[3].add(BigInteger.valueOf(count.computeMillis()));
        }
        return MeterTotals.of(sums[0], sums[1], sums[2], sums[3]);
    }
}

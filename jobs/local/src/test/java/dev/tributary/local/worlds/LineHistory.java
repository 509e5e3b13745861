package dev.tributary.local.worlds;

import dev.tributary.local.worlds.World.Shape;
import java.util.ArrayList;
import java.util.List;
import org.web3j.utils.Numeric;

/** Writes usage lines whose times like to fall on the edges of every rule. */
final class LineHistory {
    private static final long WEEK_MILLIS = 7L * 24 * 60 * 60 * 1000;
    private static final long DAY_MILLIS = WEEK_MILLIS / 7;
    private static final long FUTURE_MILLIS = 60_000;
    private static final List<String> METERS = List.of("calls", "inputTokens", "outputTokens", "computeMillis");

    private final Chance chance;
    private final Cast cast;
    private final Shape shape;
    private final ChainHistory chain;
    private int written;

    LineHistory(Chance chance, Cast cast, Shape shape, ChainHistory chain) {
        this.chance = chance;
        this.cast = cast;
        this.shape = shape;
        this.chain = chain;
    }

    List<String> some(int count, long appendMillis) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LineDraft draft = line(appendMillis);
            if (chance.oneIn(12)) {
                chance.of(InvalidLines.ALL).accept(draft);
            } else if (chance.oneIn(10)) {
                chance.of(OddLines.ALL).accept(draft);
            }
            lines.add(draft.render());
        }
        return lines;
    }

    private LineDraft line(long appendMillis) {
        String model = chance.oneIn(25) ? Numeric.toHexString(chance.bytes(32)) : chance.of(chain.models());
        String payer = chance.of(cast.payers());
        LineDraft draft = LineDraft.of("line-" + written++, model, payer, eventMillis(appendMillis));
        chain.pass(model, payer).ifPresent(pass -> draft.usage.put("pass", LineDraft.quoted(pass.toString())));
        for (String meter : METERS) {
            if (!chance.oneIn(4)) {
                long quantity = chance.oneIn(20) ? chance.between(0L, (1L << 53) - 1) : chance.below(5_000);
                draft.usage.put(meter, Long.toString(quantity));
            }
        }
        return draft;
    }

    private long eventMillis(long appendMillis) {
        return switch (chance.below(16)) {
            case 0 -> appendMillis + FUTURE_MILLIS + chance.between(-1, 1);
            case 1 -> appendMillis - WEEK_MILLIS + chance.between(-1, 1);
            case 2 -> appendMillis - chance.between(0, 8 * DAY_MILLIS);
            case 3 -> appendMillis + chance.between(0, 2 * FUTURE_MILLIS);
            case 4 -> appendMillis - shape.graceMillis() + chance.between(-1, 1);
            case 5 -> edgeOf(shape.periodMillis(), appendMillis);
            case 6, 7, 8, 9, 10 -> nearATurningPoint(appendMillis);
            default -> appendMillis - chance.between(0, 3 * shape.grainMillis());
        };
    }

    /** The last or first millisecond of a minute near a change on the chain, unless that is still to come. */
    private long nearATurningPoint(long appendMillis) {
        long turningMillis = 1000 * Math.max(chance.of(chain.turningPoints()), chance.of(chain.turningPoints()));
        long edge = edgeOf(shape.grainMillis(), turningMillis + shape.grainMillis() * chance.below(2));
        long eventMillis = chance.oneIn(3) ? turningMillis + chance.between(-1, 1) : edge;
        return eventMillis > appendMillis + FUTURE_MILLIS ? appendMillis : eventMillis;
    }

    private long edgeOf(long lengthMillis, long millis) {
        return Math.floorDiv(millis, lengthMillis) * lengthMillis + chance.between(-1, 0);
    }
}

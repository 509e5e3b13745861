package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.SettlementHalted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the chain's log has been accepted (protocol, "Chain event"): events in the order of their dense ordinals,
 * finalized blocks once every event up to them is there.
 *
 * @param ordinal of the last accepted event, 0 when none is
 * @param finalizedSeconds time of the newest finalized block that was accepted; nothing older may follow
 * @param blocks the blocks seen last, oldest number first: none of them may come back with another hash
 */
public record ChainProgress(long ordinal, long finalizedSeconds, List<SeenBlock> blocks) {
    static final ChainProgress START = new ChainProgress(0, -1, List.of());

    private static final int BLOCKS_KEPT = 1_024;

    public record SeenBlock(long number, String hash) {}

    enum Place {
        NEXT,
        KNOWN,
        AHEAD
    }

    /** Whether the event is to be accepted now, was accepted before, or comes after one that is missing. */
    Place placeOf(ChainEvent event) {
        if (event.isBlockFinalized()) {
            return event.ordinal() > ordinal ? Place.AHEAD : Place.NEXT;
        }
        if (event.ordinal() > ordinal + 1) {
            return Place.AHEAD;
        }
        return event.ordinal() == ordinal + 1 ? Place.NEXT : Place.KNOWN;
    }

    /** The progress after an event that is next. */
    ChainProgress accept(ChainEvent event) {
        if (event.isBlockFinalized()) {
            return new ChainProgress(
                    ordinal, Math.max(finalizedSeconds, event.blockTimestampSeconds()), remember(event));
        }
        if (event.blockTimestampSeconds() < finalizedSeconds) {
            throw SettlementHalted.because(
                    "CHAIN_TIME_REVERSED",
                    "event " + event.ordinal() + " is in block " + event.blockNumber() + " of time "
                            + event.blockTimestampSeconds() + " s, but a block of time " + finalizedSeconds
                            + " s was said to be final with ordinal " + ordinal
                            + ". The chain log contradicts itself; write it again from the chain.");
        }
        return new ChainProgress(event.ordinal(), finalizedSeconds, remember(event));
    }

    /** Halts when a block that was seen has another hash now: the chain went back behind finality. */
    void checkBlock(ChainEvent event) {
        String known = hashOf(event.blockNumber());
        if (known != null && !known.equals(event.blockHash())) {
            throw SettlementHalted.because(
                    "CHAIN_BLOCK_CHANGED",
                    "block " + event.blockNumber() + " had the hash " + known + " and has " + event.blockHash()
                            + " now (ordinal " + event.ordinal()
                            + "). A finalized block changed: find out which chain the log was written from.");
        }
    }

    private @Nullable String hashOf(long number) {
        int index = indexOf(number);
        return index < blocks.size() && blocks.get(index).number() == number
                ? blocks.get(index).hash()
                : null;
    }

    private List<SeenBlock> remember(ChainEvent event) {
        if (hashOf(event.blockNumber()) != null) {
            return blocks;
        }
        List<SeenBlock> next = new ArrayList<>(blocks);
        next.add(indexOf(event.blockNumber()), new SeenBlock(event.blockNumber(), event.blockHash()));
        return next.size() > BLOCKS_KEPT ? next.subList(1, next.size()) : next;
    }

    /** Where the number is or would be. */
    private int indexOf(long number) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).number() < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventFormatException;
import dev.tributary.chain.ChainEventJson;
import java.nio.file.Path;

/**
 * What has to be known of a chain log before it is replayed.
 *
 * @param records lines
 * @param chainId of the first event, 0 without one
 * @param gatewayRegistry the verifying contract of signatures; "" when the log names none
 */
record ChainLogSurvey(long records, long chainId, String gatewayRegistry) {
    private static final String GATEWAY_REGISTRY = "GatewayRegistry";

    /** Halts on what is no chain event, on two gateway registries, and on a log that ends ahead of a gap. */
    static ChainLogSurvey of(Path file, ProgressListener listener) {
        Reading reading = new Reading();
        long records = LogFile.survey(file, "chain", listener, reading::look);
        if (reading.furthestOrdinal > reading.acceptedOrdinal) {
            throw new ReplayHalted(
                    "CHAIN_LOG_GAP",
                    "the chain log ends ahead of a gap: event " + (reading.acceptedOrdinal + 1)
                            + " is missing or out of order, and the log reaches " + reading.furthestOrdinal
                            + ". Export it again, to its end.");
        }
        return new ChainLogSurvey(records, reading.chainId, reading.gatewayRegistry);
    }

    private static final class Reading {
        private long chainId;
        private boolean begun;
        private String gatewayRegistry = "";
        private long acceptedOrdinal;
        private long furthestOrdinal;

        void look(String line) {
            ChainEvent event;
            try {
                event = ChainEventJson.read(line.getBytes(UTF_8));
            } catch (ChainEventFormatException e) {
                throw new IllegalArgumentException("it is no chain event: " + e.getMessage());
            }
            if (!begun) {
                chainId = event.chainId();
                begun = true;
            }
            furthestOrdinal = Math.max(furthestOrdinal, event.ordinal());
            if (!event.isBlockFinalized() && event.ordinal() == acceptedOrdinal + 1) {
                acceptedOrdinal++;
            }
            if (event.contract().equals(GATEWAY_REGISTRY)) {
                takeRegistry(event.address());
            }
        }

        private void takeRegistry(String address) {
            if (!gatewayRegistry.isEmpty() && !gatewayRegistry.equals(address)) {
                throw new ReplayHalted(
                        "GATEWAY_REGISTRIES_TWO",
                        "the chain log has events of the gateway registries " + gatewayRegistry + " and " + address
                                + ": nobody can say in which domain reports are signed. Replay one deployment.");
            }
            gatewayRegistry = address;
        }
    }
}

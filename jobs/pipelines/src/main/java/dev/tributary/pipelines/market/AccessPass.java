package dev.tributary.pipelines.market;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.royalties.ChainArguments;
import dev.tributary.pipelines.royalties.ChainSeconds;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The credential of a licence: the row of table {@code access_pass} with this number.
 *
 * @param expiresAtMillis the largest long for a pass that never ends
 * @param revokedAtMillis null while it is not revoked, as reason and transaction are
 * @param ordinal place in the chain's log of the event that made it so
 */
public record AccessPass(
        BigInteger pass,
        String model,
        String holder,
        long issuedAtMillis,
        String issueTransaction,
        long expiresAtMillis,
        @Nullable Long revokedAtMillis,
        @Nullable String revokeReason,
        @Nullable String revokeTransaction,
        long ordinal) {

    /** Of a {@code PassIssued} event. */
    static AccessPass issued(ChainEvent event) {
        ChainArguments arguments = ChainArguments.of(event);
        return new AccessPass(
                arguments.integer("passId"),
                arguments.hash("modelId"),
                arguments.address("holder"),
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                event.transaction(),
                ChainSeconds.toMillisSaturated(arguments.integer("expiresAt")),
                null,
                null,
                null,
                event.ordinal());
    }

    /** By a {@code PassRevoked} event of this pass. */
    AccessPass revoked(ChainEvent event) {
        return new AccessPass(
                pass,
                model,
                holder,
                issuedAtMillis,
                issueTransaction,
                expiresAtMillis,
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                ChainArguments.of(event).text("reason"),
                event.transaction(),
                event.ordinal());
    }
}

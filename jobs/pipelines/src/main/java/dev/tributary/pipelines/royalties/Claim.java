package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The vault paid an account: one row of table {@code claim}, known by (chain, transaction, log index).
 *
 * @param vault the contract that paid
 * @param amount base units paid now
 * @param cumulative base units that the account had proved, this claim included
 */
public record Claim(
        long chainId,
        String vault,
        String account,
        String token,
        BigInteger amount,
        BigInteger cumulative,
        long blockNumber,
        long timeMillis,
        String transaction,
        int logIndex) {

    /** Null when the event is another. */
    static @Nullable Claim read(ChainEvent event) {
        if (!event.contract().equals(ContractAddresses.ROYALTY_VAULT)
                || !event.event().equals("Claimed")) {
            return null;
        }
        ChainArguments arguments = ChainArguments.of(event);
        return new Claim(
                event.chainId(),
                event.address(),
                arguments.address("account"),
                arguments.address("token"),
                arguments.integer("amount"),
                arguments.integer("cumulative"),
                event.blockNumber(),
                ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()),
                event.transaction(),
                event.logIndex());
    }
}

package dev.tributary.settlement.statement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one account is owed for one epoch, and why.
 *
 * @param state where the batch stands, from SEALED to FINAL
 * @param root null until the batch is proved
 * @param tokens by token; none when the epoch changed nothing for the account
 */
public record EpochStatement(
        String account,
        long epoch,
        Instant periodStart,
        Instant periodEnd,
        String state,
        @Nullable String root,
        List<TokenStatement> tokens)
        implements EpochEntry {}

package dev.tributary.settlement.proving;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.Manifest;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.settlement.ledger.AccountTotal;
import dev.tributary.settlement.ledger.PeriodLines;
import dev.tributary.settlement.ledger.SealedPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that follows from the tables for one epoch, before the gate let it pass.
 *
 * @param before totals of all accounts after the epoch before, by token and account
 * @param after totals of all accounts after this epoch, by token and account
 * @param periodLines usage lines of this period, and of earlier ones where they are not accounted for
 * @param unbalancedMinute a minute of this period at whose end the accounting equation did not hold
 * @param earlierUnsealed start of an earlier period that has lines and no seal
 */
public record Draft(
        SealedPeriod period,
        BatchHeader header,
        List<AccountLine> lines,
        List<AccountTotal> before,
        List<AccountTotal> after,
        Optional<Instant> earlierUnsealed,
        List<PeriodLines> periodLines,
        Optional<Instant> unbalancedMinute,
        MerkleTree tree,
        Manifest manifest) {}

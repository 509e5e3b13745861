package dev.tributary.pipelines.replay;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.royalties.PayerPosition;
import dev.tributary.pipelines.royalties.SuspensePosition;
import dev.tributary.pipelines.settlement.LineTotal;
import java.util.List;

/** Everything that the pipeline made of two logs, each in any order. */
record ReplayResult(
        List<UsageRejected> rejected,
        List<AccountLine> lines,
        List<BatchHeader> headers,
        List<PayerPosition> positions,
        List<SuspensePosition> suspense,
        List<LineTotal> lineTotals) {}

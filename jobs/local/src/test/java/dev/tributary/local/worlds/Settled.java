package dev.tributary.local.worlds;

import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.LineAccounts;
import java.util.List;

/** What rules without the logs' offsets can say: every line, root and count. */
record Settled(List<AuditedBatch> batches, LineAccounts lines) {
    static Settled of(AuditResult audited) {
        return new Settled(audited.batches(), audited.lines());
    }
}

package dev.tributary.local.simulation;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.usage.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lines that must be refused, each for its reason, inside reports that are sound. */
final class BrokenLines {
    /** How many good lines a report with broken ones holds, which must be counted. */
    static final int GOOD_AMONG_BROKEN = 5;

    record BrokenLine(String json, RejectReason reason) {}

    private BrokenLines() {}

    /** @param now the time on the broker's clock, more or less */
    static List<BrokenLine> of(MarketPlan market, Party gateway, Instant now) {
        String model = market.models().get(0).id();
        String stranger = Hex.of(market.seed().bytes("a model nobody registered"));
        String payer = market.payers().get(0).address();
        String good = "{\"payer\":\"" + payer + "\",\"calls\":1,\"inputTokens\":10}";
        return List.of(
                broken(gateway, model, now.toString(), "{\"payer\":\"" + payer + "\",\"inputTokens\":-5}"),
                broken(gateway, model, now.toString(), "{\"payer\":\"" + payer + "\",\"inputTokens\":1.0}"),
                broken(gateway, model, now.toString(), "{\"payer\":\"" + payer + "\",\"calls\":9007199254740992}"),
                broken(gateway, model, now.toString(), "{\"payer\":\"" + payer + "\",\"outcome\":\"maybe\"}"),
                broken(gateway, model, now.toString(), "{\"calls\":1}"),
                broken(gateway, "0x1234", now.toString(), good),
                broken(gateway, model, "yesterday at noon", good),
                line(gateway, model, now.plus(Duration.ofHours(1)), good, RejectReason.FUTURE),
                line(gateway, model, now.minus(Duration.ofDays(8)), good, RejectReason.TOO_OLD),
                line(gateway, stranger, now, good, RejectReason.MODEL_UNKNOWN));
    }

    private static BrokenLine broken(Party gateway, String subject, String time, String data) {
        return new BrokenLine(ReportBody.line("broken", gateway, subject, time, data), RejectReason.LINE_INVALID);
    }

    private static BrokenLine line(Party gateway, String subject, Instant time, String data, RejectReason reason) {
        return new BrokenLine(ReportBody.line("broken", gateway, subject, time.toString(), data), reason);
    }
}

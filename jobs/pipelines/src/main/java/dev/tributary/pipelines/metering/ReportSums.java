package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.function.Consumer;

/**
 * What the accepted reports of a subtask add up to between two sendings, by the numbers that its parser's table gives to
 * ids: models are used in most reports.
 */
final class ReportSums {
    private final NameTable names;
    private final Consumer<ModelUsage> usageOut;
    private final Consumer<ModelObservations> observationsOut;
    private final UsagePackWriter writer = new UsagePackWriter();
    private final UsageSums usage = new UsageSums();
    private final QualitySums qualities = new QualitySums();

    ReportSums(NameTable names, Consumer<ModelUsage> usageOut, Consumer<ModelObservations> observationsOut) {
        this.names = names;
        this.usageOut = usageOut;
        this.observationsOut = observationsOut;
    }

    /** Adds an accepted report, whose ids the same table has numbered. */
    void add(String gateway, ReportParser.Parsed report) {
        byte[] text = gateway.getBytes(US_ASCII);
        addUsage(names.numberOf(text, 0, text.length), report.usage());
        qualities.add(report.quality());
    }

    private void addUsage(int gateway, UsageTotals totals) {
        for (int entry = 0; entry < totals.size(); entry++) {
            if (!usage.add(gateway, totals, entry)) {
                sendUsage();
                usage.add(gateway, totals, entry);
            }
        }
    }

    /** Sends what there is enough of. To be called between reports, whatever became of them: all of them bring ids. */
    void makeRoom() {
        if (qualities.isFull()) {
            sendQualities();
        }
        if (usage.isFull() || names.isFull()) {
            send();
        }
    }

    /** Sends everything. To be called between reports, since numbers of ids may be given anew after it. */
    void send() {
        sendUsage();
        sendQualities();
        names.trim();
    }

    private void sendUsage() {
        usage.drain(names, writer, usageOut);
    }

    private void sendQualities() {
        qualities.drain(names, observationsOut);
    }
}

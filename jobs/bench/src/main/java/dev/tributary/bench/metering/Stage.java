package dev.tributary.bench.metering;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a sampled stack was busy with: the first stage, from the innermost frame outwards, that a frame belongs to. Sums
 * that a close makes belong to the close.
 */
enum Stage {
    SIGNATURE("signature", "EthereumSignature|Secp256k1|UsageReportDigest"),
    SHA_256("sha-256 of the report", "security\\.provider\\.(SHA|Digest)|MessageDigest"),
    CHECKPOINT("checkpoints", "runtime\\.state\\..*(Snapshot|Checkpoint|CheckpointStream)|FsCheckpoint"),
    SERIALISATION("serialisation between operators", "typeutils|types\\.StringValue|core\\.memory|RecordWriter"),
    NETWORK("exchange between operators", "runtime\\.io\\.network|shaded\\.netty"),
    KAFKA("Kafka poll", "apache\\.kafka|connector\\.kafka|connector\\.base"),
    QUALITY(
            "latency sketches and analytics",
            "datasketches|Quality(Totals|Sums)|SummariseMinutes|MinuteSummar|WaitingMinutes|OpenMinute"),
    PARSE("parse", "metering\\.json|LineReader|Rfc3339|NameTable|metering\\.Member|IdForm|Utf8"),
    JUDGE("judge and book", "ReportParser|BookingRule|UsageLine|GatewayWindows|SequenceWindow"),
    COLLAPSE("map additions", "UsageTotals|UsageSums|UsagePack|ModelUsage|ReportSums"),
    CLOSE(
            "close of the period",
            "onTimer|PackCharges|FundCharges|Charge(Pack|Position)|SumRevenue|ShareCharges|SplitEarnings|AccrueAccounts|SealPeriod"
                    + "|SumDownstream|SumAhead|SumShares|FamilySums|ProductSum|TotalLines"),
    RATE("sums until the close", "RateUsage|UsageSum|UsageRow|WaitingUsage|GatewayPermissions|InternalTimer"),
    STATE("state access", "runtime\\.state"),
    OTHER("other", ".");

    private final String title;
    private final Pattern types;

    Stage(String title, String types) {
        this.title = title;
        this.types = Pattern.compile(types);
    }

    String title() {
        return title;
    }

    /** @param methods of a stack, each as its class and name with a dot between, the innermost first */
    static Stage of(List<String> methods) {
        Stage first = methods.stream()
                .flatMap(method -> Stream.of(values())
                        .filter(stage -> stage != OTHER && stage.has(method))
                        .limit(1))
                .findFirst()
                .orElse(OTHER);
        // Rows are summed as usage comes and, for good, at the close: only their callers tell which.
        return first == RATE && methods.stream().anyMatch(CLOSE::has) ? CLOSE : first;
    }

    private boolean has(String method) {
        return types.matcher(method).find();
    }
}

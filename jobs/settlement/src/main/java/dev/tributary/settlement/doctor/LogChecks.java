package dev.tributary.settlement.doctor;

import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.connectors.TopicInspection;
import dev.tributary.pipelines.connectors.UsagePulse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The topics, the heartbeats in each partition of the usage log, and the clocks of the brokers that stamp them. */
final class LogChecks {
    private static final String USAGE = "usage.reported.v1";
    private static final Map<String, String> KEY_BY_TOPIC = Map.of(
            USAGE,
            RoyaltyJobConfig.USAGE_TOPIC,
            "usage.rejected.v1",
            RoyaltyJobConfig.REJECTED_TOPIC,
            "chain.events.v1",
            RoyaltyJobConfig.CHAIN_TOPIC);
    private static final String HEARTBEATS = "heartbeats";
    private static final String CLOCK = "clock of the brokers";
    /** Heartbeats come every second or so; longer than a restart of ingestion takes. */
    private static final Duration OLDEST_HEARTBEAT = Duration.ofMinutes(1);

    private static final Duration LISTEN = Duration.ofSeconds(5);

    private final Settings settings;
    private final InstantSource clock;

    LogChecks(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    void run(Checkup checkup, boolean answers) {
        boolean usable = false;
        for (String topic : KEY_BY_TOPIC.keySet().stream().sorted().toList()) {
            boolean ok = checkup.check("topic " + topic, answers, whyNot(), () -> topic(topic));
            usable |= ok && topic.equals(USAGE);
        }
        if (!usable) {
            String why = "topic " + USAGE + " is not usable yet";
            checkup.skip(HEARTBEATS, answers ? why : whyNot());
            checkup.skip(CLOCK, answers ? why : whyNot());
            return;
        }
        AtomicReference<UsagePulse> taken = new AtomicReference<>();
        checkup.check(HEARTBEATS, () -> {
            UsagePulse pulse = UsagePulse.take(servers(), name(USAGE), LISTEN, clock);
            taken.set(pulse);
            return heartbeats(pulse);
        });
        UsagePulse pulse = taken.get();
        if (pulse == null) {
            checkup.skip(CLOCK, "topic " + USAGE + " cannot be read");
        } else {
            checkup.check(CLOCK, () -> clock(pulse));
        }
    }

    private String whyNot() {
        return settings.has(Endpoints.KAFKA) ? "no broker answers" : "'" + Endpoints.KAFKA + "' is not set here";
    }

    private String servers() {
        return settings.text(Endpoints.KAFKA);
    }

    private String name(String topic) {
        return settings.text(KEY_BY_TOPIC.getOrDefault(topic, ""), topic);
    }

    private String topic(String topic) {
        boolean usage = topic.equals(USAGE);
        if (usage && !settings.has(RoyaltyJobConfig.USAGE_PARTITIONS)) {
            throw new NotChecked("'" + RoyaltyJobConfig.USAGE_PARTITIONS + "' is not set here");
        }
        int partitions = usage ? settings.smallNumber(RoyaltyJobConfig.USAGE_PARTITIONS) : 1;
        int copies = settings.smallNumber(RoyaltyJobConfig.REPLICATION, 3);
        try (TopicInspection inspection = TopicInspection.open(servers(), copies)) {
            List<String> differences = inspection.differences(topic, name(topic), partitions);
            if (!differences.isEmpty()) {
                throw new Finding(String.join(" ", differences));
            }
        }
        return (name(topic).equals(topic) ? "" : "called " + name(topic) + ", ") + "partitions " + partitions
                + ", copies " + copies + ", append time of the broker, kept for ever, whole from its first record";
    }

    private String heartbeats(UsagePulse pulse) {
        long now = clock.millis();
        String silent = IntStream.range(0, pulse.partitions())
                .filter(partition -> age(pulse, partition, now) > OLDEST_HEARTBEAT.toMillis())
                .mapToObj(partition -> "partition " + partition + " (" + ageText(pulse, partition, now) + ")")
                .collect(Collectors.joining(", "));
        if (!silent.isEmpty()) {
            throw new Finding("no heartbeat for " + OLDEST_HEARTBEAT.toSeconds() + " s in " + silent
                    + ", so no period closes. Look at ChainIngestJob and at the leader of the partition.");
        }
        int oldest = IntStream.range(0, pulse.partitions())
                .boxed()
                .max(Comparator.comparingLong(partition -> age(pulse, partition, now)))
                .orElse(0);
        return "in each of " + pulse.partitions() + " partitions, the oldest in partition " + oldest + ", "
                + ageText(pulse, oldest, now);
    }

    private static long age(UsagePulse pulse, int partition, long now) {
        Long newest = pulse.newestHeartbeat().get(partition);
        return newest == null ? Long.MAX_VALUE : now - newest;
    }

    private static String ageText(UsagePulse pulse, int partition, long now) {
        long age = age(pulse, partition, now);
        return age == Long.MAX_VALUE ? "none found" : Math.max(0, age) + " ms ago";
    }

    private static String clock(UsagePulse pulse) {
        Map.Entry<Integer, Long> worst = pulse.clockAheadMillis().entrySet().stream()
                .max(Comparator.comparingLong(ahead -> Math.abs(ahead.getValue())))
                .orElseThrow(() -> new NotChecked(
                        "no record came within " + LISTEN.toSeconds() + " s, so no broker stamped anything"));
        return ClockRule.require("the leader of partition " + worst.getKey(), worst.getValue());
    }
}

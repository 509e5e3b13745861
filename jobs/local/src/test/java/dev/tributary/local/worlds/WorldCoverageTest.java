package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.RejectReason;
import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.Closing;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The worlds would prove little if something never happened in them. */
final class WorldCoverageTest {
    private static final int WORLDS = 220;
    private static final int LEAST = 3;

    @Test
    void everyFeatureAndEveryReasonOccursInTheWorldsOfAnOrdinaryRunAndManyAtOnce() {
        Map<Feature, Integer> worlds = new EnumMap<>(Feature.class);
        Map<String, Integer> reasons = new TreeMap<>();
        int richest = 0;
        for (long seed : LongStream.rangeClosed(1, WORLDS).toArray()) {
            World world = Worlds.of(seed);
            AuditResult audited = Audit.of(world.chain(), world.usage(), world.settings(Closing.END_OF_INPUT));
            Set<Feature> features = WorldFeatures.of(world, audited);
            features.forEach(feature -> worlds.merge(feature, 1, Integer::sum));
            audited.lines().refusals().keySet().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
            richest = Math.max(richest, features.size());
        }
        System.out.println("Worlds of " + WORLDS + " by feature: " + worlds + "; by reason: " + reasons
                + "; most features in one: " + richest + " of " + Feature.values().length);
        for (Feature feature : Feature.values()) {
            assertThat(worlds.getOrDefault(feature, 0)).as(feature.name()).isGreaterThanOrEqualTo(LEAST);
        }
        for (RejectReason reason : RejectReason.values()) {
            assertThat(reasons.getOrDefault(reason.name(), 0)).as(reason.name()).isGreaterThanOrEqualTo(LEAST);
        }
        assertThat(richest).isGreaterThan(Feature.values().length * 3 / 4);
    }
}

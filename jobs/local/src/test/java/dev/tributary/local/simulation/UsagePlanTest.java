package dev.tributary.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.lineage.RoyaltyPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsagePlanTest {
    private static final Seed SEED = new Seed(11);

    @Test
    void theSameSeedPlansTheSameMarketAndLines() {
        UsagePlan one = plan(SEED, 2_000);
        UsagePlan other = plan(new Seed(11), 2_000);
        assertThat(other.market().models())
                .usingRecursiveComparison()
                .isEqualTo(one.market().models());
        assertThat(lines(other)).isEqualTo(lines(one));
        assertThat(ExpectedRevenue.of(other, UnrulyPlan.of(other)).totalMicro())
                .isEqualTo(ExpectedRevenue.of(one, UnrulyPlan.of(one)).totalMicro());
    }

    @Test
    void anotherSeedPlansAnotherMarket() {
        assertThat(plan(new Seed(12), 100).market().models().get(0).id())
                .isNotEqualTo(plan(SEED, 100).market().models().get(0).id());
    }

    @Test
    void everyPhaseHasLinesAndArrivalsAscend() {
        List<PlannedLine> lines = lines(plan(SEED, 2_000));
        assertThat(lines)
                .extracting(PlannedLine::phase)
                .contains(Phase.values())
                .isSorted();
        assertThat(lines).extracting(PlannedLine::arrival).isSorted();
        assertThat(lines).anyMatch(PlannedLine::late).anyMatch(PlannedLine::failed);
    }

    @Test
    void theGeneratedFamilyHasFourLevelsBothPoliciesADiamondAndSharedModels() {
        List<PlannedModel> models = plan(SEED, 1).market().models();
        assertThat(models).hasSizeGreaterThanOrEqualTo(12);
        assertThat(models).extracting(PlannedModel::depth).contains(0, 1, 2, 3);
        assertThat(models).extracting(PlannedModel::policy).contains(RoyaltyPolicy.LAP, RoyaltyPolicy.LRP);
        assertThat(models).anyMatch(model -> model.split().accounts().size() > 1);
        assertThat(models).anyMatch(model -> model.parents().size() == 2);
    }

    @Test
    void aTraceKeepsItsArrivalsAndTokensAndIsRepeatedWhenItEnds(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("trace.csv"), """
                TIMESTAMP,ContextTokens,GeneratedTokens
                2023-11-16 18:15:46.6805900,374,44
                2023-11-16 18:15:47.6805900,396,109
                2023-11-16 18:15:50.6805900,879,55
                """);
        TraceFile trace = TraceFile.read(file);
        List<Requests.Request> requests =
                LongStream.range(0, 6).mapToObj(number -> trace.at(number, 6)).toList();
        assertThat(requests)
                .extracting(Requests.Request::inputTokens)
                .containsExactly(374L, 396L, 879L, 374L, 396L, 879L);
        assertThat(requests).extracting(Requests.Request::arrival).isSorted();
        assertThat(requests.get(1).arrival()).isBetween(Phase.WHOLE / 8 - 100, Phase.WHOLE / 8);
    }

    private static UsagePlan plan(Seed seed, long lines) {
        return new UsagePlan(MarketPlan.of(seed, GeneratedFamily.of(seed)), new SyntheticRequests(seed), lines);
    }

    private static List<PlannedLine> lines(UsagePlan plan) {
        return LongStream.range(0, plan.lines()).mapToObj(plan::line).toList();
    }
}

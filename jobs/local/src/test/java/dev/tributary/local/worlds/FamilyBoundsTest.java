package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.lineage.LineageBounds;
import dev.tributary.domain.lineage.RoyaltyPolicy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bounds that the registry keeps, by the rule of the domain and by the worlds' own reckoning. */
final class FamilyBoundsTest {
    private static final int FAMILIES = 60;
    private static final int MODELS = 60;

    @Test
    void theRuleTakesAndRefusesWhatTheWorldsDo() {
        int tooManyAncestors = 0;
        int tooMuch = 0;
        for (long seed = 1; seed <= FAMILIES; seed++) {
            Chance chance = new Chance(seed);
            Family family = new Family(chance.oneIn(2));
            LineageBounds rule = new LineageBounds();
            for (int i = 0; i < MODELS; i++) {
                int before = family.attempts().size();
                boolean absolute = chance.oneIn(2);
                Family.Member member = family.join(absolute, chance);
                List<Family.Attempt> attempts = family.attempts();
                for (Family.Attempt attempt : attempts.subList(before, attempts.size())) {
                    Family.Member thought = attempt.member();
                    assertThat(rule.accepts(thought.parents()))
                            .as("%s of family %d", thought, seed)
                            .isEqualTo(attempt.accepted());
                    tooManyAncestors += thought.hasTooManyAncestors() && !thought.takesTooMuch() ? 1 : 0;
                    tooMuch += thought.takesTooMuch() && !thought.hasTooManyAncestors() ? 1 : 0;
                }
                family.add("model " + i, member);
                rule.register(
                        "model " + i,
                        absolute ? RoyaltyPolicy.LAP : RoyaltyPolicy.LRP,
                        member.share(),
                        member.parents());
            }
        }
        // Without these a rule that ignored one of the bounds would pass.
        assertThat(tooManyAncestors).isGreaterThan(FAMILIES);
        assertThat(tooMuch).isGreaterThan(FAMILIES);
    }

    @Test
    void sixteenParentsAreTakenAndSeventeenAreNot() {
        LineageBounds rule = new LineageBounds();
        List<String> founders =
                IntStream.range(0, 17).mapToObj(i -> "founder " + i).toList();
        founders.forEach(founder -> rule.register(founder, RoyaltyPolicy.LRP, 1, List.of()));
        assertThat(rule.accepts(founders.subList(0, Family.MOST_PARENTS))).isTrue();
        assertThat(rule.accepts(founders)).isFalse();
    }
}

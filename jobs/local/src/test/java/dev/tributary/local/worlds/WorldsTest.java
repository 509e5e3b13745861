package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.Closing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules against the auditor, which shares no code with them, on worlds that draw from everything at once. */
final class WorldsTest {
    private static final int WORLDS = 220;
    private static final int SLOWLY = 1_200;

    @ParameterizedTest
    @EnumSource
    void theRulesAgreeWithTheAuditorToTheLastFraction(Closing closing) {
        Seeds.of(WORLDS, SLOWLY).forEach(seed -> {
            World world = Worlds.of(seed);
            AuditResult audited = Audit.of(world.chain(), world.usage(), world.settings(closing));
            Settled ruled = new PureRules(world, closing).settle();
            assertThat(ruled.lines()).as(world.toString()).isEqualTo(audited.lines());
            assertThat(ruled.batches()).as(world.toString()).isEqualTo(audited.batches());
        });
    }
}

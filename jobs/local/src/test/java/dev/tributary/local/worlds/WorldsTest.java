package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.Closing;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorldsTest {
    @ParameterizedTest
    @CsvSource({"END_OF_INPUT, 220", "LOGS, 40"})
    void theRulesAgreeWithTheAuditorToTheLastFraction(Closing closing, int worlds) {
        LongStream.rangeClosed(1, worlds).forEach(seed -> {
            World world = Worlds.of(seed);
            AuditResult audited = Audit.of(world.chain(), world.usage(), world.settings(closing));
            Settled ruled = new PureRules(world, closing).settle();
            assertThat(ruled.lines()).as(world.toString()).isEqualTo(audited.lines());
            assertThat(ruled.batches()).as(world.toString()).isEqualTo(audited.batches());
        });
    }
}

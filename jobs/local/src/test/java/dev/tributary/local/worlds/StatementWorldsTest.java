package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventFormatException;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.statement.FundedPart;
import dev.tributary.domain.royalty.statement.MarketHistory;
import dev.tributary.domain.royalty.statement.StatementLine;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.Closing;
import dev.tributary.pipelines.royalties.MarketFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Statements of seeded worlds against the batches that the rules make of them. */
final class StatementWorldsTest {
    private static final int WORLDS = Boolean.getBoolean("tributary.slow") ? 1_000 : 100;

    /** Remembers what payers' closes covered and gave back. */
    static final class Watched extends PureRules {
        private final List<FundedPart> parts = new ArrayList<>();
        private final List<StatementCheck.Withdrawn> withdrawals = new ArrayList<>();

        Watched(World world, Closing closing) {
            super(world, closing);
        }

        StatementCheck statements() {
            return new StatementCheck(parts, withdrawals, history(world()));
        }

        @Override
        void closed(PureLedger.Purse purse, long period, PayerAccount.Closed result) {
            long periodMillis = world().shape().periodMillis();
            result.funded()
                    .forEach(part -> parts.add(new FundedPart(
                            period * periodMillis,
                            part.period() * periodMillis,
                            purse.token(),
                            purse.payer(),
                            part.model(),
                            part.minute() * world().shape().grainMillis(),
                            part.micro(),
                            null)));
            withdrawals.add(new StatementCheck.Withdrawn(
                    period * periodMillis,
                    purse.token(),
                    purse.payer(),
                    result.withdrawnUnits().multiply(Units.MICRO_PER_UNIT)));
        }
    }

    @Test
    void theLinesOfEveryStatementSumToExactlyTheNumeratorInTheBatch() {
        Map<StatementLine.Kind, Long> seen = new EnumMap<>(StatementLine.Kind.class);
        for (long seed = 1; seed <= WORLDS; seed++) {
            World world = Worlds.of(seed);
            Watched watched = new Watched(world, Closing.END_OF_INPUT);
            List<AuditedBatch> batches = watched.settle().batches();
            watched.statements().against(batches, world).forEach((kind, lines) -> seen.merge(kind, lines, Long::sum));
        }
        System.out.println("statement lines of seeds 1 to " + WORLDS + ": " + seen);
        assertThat(seen).as("kinds that worlds draw").containsOnlyKeys(StatementLine.Kind.values());
    }

    /** The feed repeats and runs ahead; what is next is told. */
    private static MarketHistory history(World world) {
        MarketHistory history = new MarketHistory();
        long told = 0;
        for (String json : world.chain()) {
            ChainEvent event = event(json);
            if (!event.isBlockFinalized() && event.ordinal() == told + 1) {
                if (World.CONTRACTS.trust(event)) {
                    MarketFacts.tell(event, history);
                }
                told++;
            }
        }
        return history;
    }

    private static ChainEvent event(String json) {
        try {
            return ChainEventJson.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (ChainEventFormatException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }
}

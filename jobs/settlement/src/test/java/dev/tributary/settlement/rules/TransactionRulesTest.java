package dev.tributary.settlement.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TransactionRulesTest {
    /**
     * Every pair of state (columns) and sighting (rows): the next state, and the action unless it is to wait. What is seen
     * decides, whatever was thought before; after finality nothing changes.
     */
    private static final String TABLE = """
                             OPEN        MINED       SUCCEEDED REVERTED SUPERSEDED
            UNKNOWN          OPEN/SEND   OPEN/SEND   SUCCEEDED REVERTED SUPERSEDED
            PENDING          OPEN        OPEN        SUCCEEDED REVERTED SUPERSEDED
            OVERDUE          OPEN/BUMP   OPEN/BUMP   SUCCEEDED REVERTED SUPERSEDED
            OVERDUE_AT_CAP   OPEN/SEND   OPEN/SEND   SUCCEEDED REVERTED SUPERSEDED
            SUCCEEDED        MINED       MINED       SUCCEEDED REVERTED SUPERSEDED
            REVERTED         MINED       MINED       SUCCEEDED REVERTED SUPERSEDED
            SUCCEEDED_FINAL  SUCCEEDED   SUCCEEDED   SUCCEEDED REVERTED SUPERSEDED
            REVERTED_FINAL   REVERTED    REVERTED    SUCCEEDED REVERTED SUPERSEDED
            NONCE_USED       OPEN        OPEN        SUCCEEDED REVERTED SUPERSEDED
            NONCE_USED_FINAL SUPERSEDED  SUPERSEDED  SUCCEEDED REVERTED SUPERSEDED
            """;

    @Test
    void everyPairOfStateAndSightingLeadsWhereTheTableSays() {
        List<List<String>> rows = TABLE.lines()
                .map(line -> Arrays.asList(line.trim().split(" +")))
                .toList();
        List<TransactionState> states =
                rows.get(0).stream().map(TransactionState::valueOf).toList();
        assertThat(states).containsExactly(TransactionState.values());
        Map<String, List<String>> bySighting =
                rows.stream().skip(1).collect(Collectors.toMap(row -> row.get(0), row -> row.subList(1, row.size())));
        assertThat(bySighting.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(TransactionSighting.values())
                        .map(Enum::name)
                        .toList());

        List<String> differences = new ArrayList<>();
        for (TransactionSighting seen : TransactionSighting.values()) {
            for (TransactionState state : TransactionState.values()) {
                String expected =
                        bySighting.getOrDefault(seen.name(), List.of()).get(states.indexOf(state));
                String actual = text(TransactionRules.next(state, seen));
                if (!actual.equals(expected)) {
                    differences.add(state + " x " + seen + ": " + actual + ", expected " + expected);
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String text(TransactionTransition transition) {
        return transition.action() == TransactionAction.WAIT
                ? transition.next().name()
                : transition.next() + "/" + transition.action();
    }
}

package dev.tributary.settlement.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class BatchRulesTest {
    /**
     * Every pair of state (rows) and observation (columns): the next state, and the action unless it is to wait. `-` is a
     * pair that cannot come up and halts.
     */
    private static final String TABLE = """
                           SEALED        PROVED                    SIGNED                    PROPOSED                  ACCEPTED                  FINAL  REVOKED                   HALTED
            CLEAR          SEALED/PROVE  PROVED/SIGN_PROPOSAL      PROVED                    PROVED                    PROVED                    -      REVOKED                   HALTED
            BLOCKED        SEALED/PROVE  PROVED                    PROVED                    PROVED                    PROVED                    -      REVOKED                   HALTED
            OUTDATED       SEALED/PROVE  PROVED/PROVE              PROVED                    PROVED                    PROVED                    -      REVOKED                   HALTED
            IN_FLIGHT      SEALED/PROVE  SIGNED                    SIGNED                    SIGNED                    SIGNED                    -      REVOKED                   HALTED
            UNSETTLED      SEALED/PROVE  PROVED                    SIGNED                    PROPOSED                  ACCEPTED                  -      REVOKED                   HALTED
            PROPOSED       SEALED/PROVE  PROPOSED                  PROPOSED                  PROPOSED                  PROPOSED                  -      PROPOSED                  HALTED
            ACCEPTABLE     SEALED/PROVE  PROPOSED/SIGN_ACCEPTANCE  PROPOSED/SIGN_ACCEPTANCE  PROPOSED/SIGN_ACCEPTANCE  PROPOSED/SIGN_ACCEPTANCE  -      PROPOSED/SIGN_ACCEPTANCE  HALTED
            ACCEPTED       SEALED/PROVE  ACCEPTED                  ACCEPTED                  ACCEPTED                  ACCEPTED                  -      ACCEPTED                  HALTED
            ACCEPTED_FINAL SEALED/PROVE  FINAL                     FINAL                     FINAL                     FINAL                     FINAL  FINAL                     HALTED
            REVOKED        SEALED/PROVE  -                         REVOKED                   REVOKED                   REVOKED                   -      REVOKED                   HALTED
            REFUSED        SEALED/PROVE  -                         PROVED                    PROVED                    PROVED                    -      REVOKED                   HALTED
            NONCE_LOST     SEALED/PROVE  -                         PROVED                    PROVED                    PROVED                    -      REVOKED                   HALTED
            CONTRADICTED   -             -                         -                         -                         -                         -      -                         HALTED
            PROOF_STORED   PROVED        PROVED                    -                         -                         -                         -      -                         HALTED
            GATE_TRIPPED   -             -                         -                         -                         -                         -      -                         HALTED
            PROPOSAL_STORED -            SIGNED                    -                         -                         -                         -      -                         HALTED
            """;

    @Test
    void everyPairOfStateAndObservationLeadsWhereTheTableSays() {
        List<List<String>> rows = TABLE.lines()
                .map(line -> Arrays.asList(line.trim().split(" +")))
                .toList();
        List<BatchState> states = rows.get(0).stream().map(BatchState::valueOf).toList();
        assertThat(states).containsExactly(BatchState.values());
        Map<String, List<String>> byObservation =
                rows.stream().skip(1).collect(Collectors.toMap(row -> row.get(0), row -> row.subList(1, row.size())));
        assertThat(byObservation.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(BatchObservation.values()).map(Enum::name).toList());

        List<String> differences = new ArrayList<>();
        for (BatchObservation seen : BatchObservation.values()) {
            for (BatchState state : BatchState.values()) {
                String expected =
                        byObservation.getOrDefault(seen.name(), List.of()).get(states.indexOf(state));
                BatchTransition actual = BatchRules.next(state, seen);
                if (!text(actual, state).equals(expected)) {
                    differences.add(state + " x " + seen + ": " + actual + ", expected " + expected);
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String text(BatchTransition transition, BatchState from) {
        if (transition.action() == BatchAction.HALT) {
            return "-";
        }
        if (from == BatchState.HALTED) {
            return transition.next().name();
        }
        return transition.action() == BatchAction.WAIT
                ? transition.next().name()
                : transition.next() + "/" + transition.action();
    }

    @Test
    void whatWasNotSentIsProvedAgainAfterAHalt() {
        assertThat(BatchRules.resumed(BatchState.PROVED)).isEqualTo(BatchState.SEALED);
        assertThat(BatchRules.resumed(BatchState.REVOKED)).isEqualTo(BatchState.SEALED);
        assertThat(BatchRules.resumed(BatchState.SIGNED)).isEqualTo(BatchState.SIGNED);
        assertThat(BatchRules.resumed(BatchState.FINAL)).isEqualTo(BatchState.FINAL);
        assertThatThrownBy(() -> BatchRules.resumed(BatchState.HALTED)).isInstanceOf(IllegalArgumentException.class);
    }
}

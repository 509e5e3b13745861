package dev.tributary.domain.royalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class FreezeHistoryTest {
    private static final Split DESTINATION = Split.wholeTo("0xa");

    @Test
    void aMinuteThatStartsInsideTheFreezeIsHeldAndTheNextIsNot() {
        FreezeHistory history = FreezeHistory.NONE.frozen(100, 1).unfrozen(200, 2, DESTINATION);
        assertThat(history.at(99)).isNull();
        assertThat(history.at(100)).isNotNull();
        assertThat(history.at(199)).isNotNull();
        assertThat(history.at(200)).isNull();
    }

    @Test
    void freezeReleaseAndFreezeAgainAreTwoFreezes() {
        FreezeHistory history =
                FreezeHistory.NONE.frozen(100, 1).unfrozen(200, 2, DESTINATION).frozen(200, 3);
        assertThat(history.freezes()).hasSize(2);
        assertThat(history.at(200)).extracting(FreezeHistory.Freeze::index).isEqualTo(1);
        assertThat(history.freezes().get(0).isOverBefore(201)).isTrue();
        assertThat(history.freezes().get(0).isOverBefore(200)).isFalse();
        assertThat(history.freezes().get(1).isOverBefore(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void whatWasHeldGoesOutAtTheCloseOfThePeriodInWhichTheFreezeEnded() {
        FreezeHistory history =
                FreezeHistory.NONE.frozen(100, 1).unfrozen(200, 2, DESTINATION).frozen(300, 3);
        assertThat(history.freezes().get(0).destinationAt(200)).isNull();
        assertThat(history.freezes().get(0).destinationAt(201)).isEqualTo(DESTINATION);
        assertThat(history.freezes().get(0).destinationAt(400)).isEqualTo(DESTINATION);
        assertThat(history.freezes().get(1).destinationAt(Long.MAX_VALUE)).isNull();
    }

    @Test
    void aSaleLooksAtItsOwnPlaceInTheLogNotAtTheTime() {
        FreezeHistory history = FreezeHistory.NONE.frozen(100, 5).unfrozen(100, 8, DESTINATION);
        assertThat(history.atOrdinal(4)).isNull();
        assertThat(history.atOrdinal(6)).isNotNull();
        assertThat(history.atOrdinal(8)).isNull();
        assertThat(history.at(100)).isNull();
    }

    @Test
    void onlyAFrozenModelIsUnfrozen() {
        assertThatThrownBy(() -> FreezeHistory.NONE.unfrozen(1, 1, DESTINATION)).hasMessageContaining("not frozen");
        assertThatThrownBy(() -> FreezeHistory.NONE.frozen(1, 1).frozen(2, 2)).hasMessageContaining("frozen again");
    }

    @Test
    void aPassIsValidForItsHolderFromItsIssueUntilItEndsOrIsRevoked() {
        Pass pass = Pass.issued("0xp", 100, 200);
        assertThat(pass.isValid("0xp", 99)).isFalse();
        assertThat(pass.isValid("0xp", 100)).isTrue();
        assertThat(pass.isValid("0xq", 100)).isFalse();
        assertThat(pass.isValid("0xp", 200)).isFalse();
        assertThat(pass.revoked(150).isValid("0xp", 149)).isTrue();
        assertThat(pass.revoked(150).revoked(180).isValid("0xp", 150)).isFalse();
    }
}

package dev.tributary.settlement.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GrantedRightsTest {
    private static List<String> texts(String... scripts) {
        return GrantedRights.of(List.of(scripts)).stream()
                .map(right -> right.role() + " " + right.text())
                .toList();
    }

    @Test
    void everyPairOfPrivilegeAndObjectIsARightOfEveryRole() {
        assertThat(texts("grant select, insert on tributary.a, tributary.b\n  to one, two;"))
                .containsExactlyInAnyOrder(
                        "one SELECT on a",
                        "one INSERT on a",
                        "one SELECT on b",
                        "one INSERT on b",
                        "two SELECT on a",
                        "two INSERT on a",
                        "two SELECT on b",
                        "two INSERT on b");
    }

    @Test
    void columnsAreRightsOfTheirOwn() {
        assertThat(texts("grant select (x, y), update (y) on tributary.a to one;"))
                .containsExactlyInAnyOrder("one SELECT (x) on a", "one SELECT (y) on a", "one UPDATE (y) on a");
    }

    @Test
    void theSchemaIsAnObjectToo() {
        assertThat(texts("grant usage on schema tributary to one;")).containsExactly("one USAGE on the schema");
    }

    @Test
    void functionsAreObjectsToo() {
        assertThat(texts("grant execute on function tributary.f, tributary.g to one; revoke execute on function"
                        + " tributary.g from one, public;"))
                .containsExactly("one EXECUTE on function f");
    }

    @Test
    void whatIsTakenBackOrDroppedIsNoRight() {
        assertThat(texts(
                        "grant select, update on tributary.a, tributary.b to one;",
                        "revoke update on tributary.a from one; drop view if exists tributary.b;"))
                .containsExactly("one SELECT on a");
        assertThat(texts("grant select, update on tributary.a to one; revoke all on tributary.a from one;"))
                .isEmpty();
    }

    @Test
    void commentsAndGrantsOfRolesGiveNothing() {
        assertThat(texts("""
                        -- grant select on tributary.a to one;
                        execute format('grant tributary_migrator to %I', current_user);
                        execute format('grant temporary on database %I to one', current_database());
                        grant select on tributary.b to one;
                        """)).containsExactly("one SELECT on b");
    }

    @Test
    void theMigrationsKeepWhatIsSealedFromTheJobsAndEverythingFromReaders() {
        assertThat(GrantedRights.ofMigrations())
                .contains(new Right("tributary_jobs", "sealed_period", "", "INSERT"))
                .doesNotContain(new Right("tributary_jobs", "sealed_period", "", "UPDATE"))
                .noneMatch(right -> right.role().equals("tributary_read")
                        && !List.of("SELECT", "USAGE").contains(right.privilege()));
    }
}

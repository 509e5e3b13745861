package dev.tributary.settlement.doctor;

import dev.tributary.settlement.database.Migrator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every role has the very rights that the migrations give: one that lacks some stops, one with more is a danger. */
final class RightsChecks {
    private static final int SHOWN = 5;
    private static final String JOBS = "tributary_jobs";

    private final DatabaseRights actual;
    private final Set<Right> wanted;

    RightsChecks(DatabaseRights actual) {
        this.actual = actual;
        this.wanted = GrantedRights.ofMigrations();
    }

    /** The roles of the programs, without the owner. */
    private Set<String> roles() {
        return wanted.stream().map(Right::role).collect(Collectors.toCollection(TreeSet::new));
    }

    void run(Checkup checkup) {
        for (String role : roles()) {
            checkup.check("rights of " + role, () -> rights(role));
        }
        checkup.check("temporary tables of " + JOBS, this::temporaryTables);
        checkup.check("rights of others", this::others);
        checkup.check("owner of the schema", this::owner);
        checkup.check("triggers that guard rows", this::triggers);
    }

    private String rights(String role) {
        List<String> findings = new ArrayList<>();
        Predicate<Right> own = right -> right.role().equals(role);
        Set<Right> given = actual.all().stream().filter(own).collect(Collectors.toCollection(TreeSet::new));
        wanted.stream()
                .filter(own.and(right -> !given.contains(right)))
                .forEach(right -> findings.add("lacks " + right.text() + ": run `grant " + sql(right, "to")));
        given.stream()
                .filter(right -> !wanted.contains(right))
                .forEach(right -> findings.add("has " + right.text() + " too many: run `revoke " + sql(right, "from")));
        actual.powers(role)
                .forEach(power -> findings.add("is " + power + " of the server: run `alter role " + role + " no"
                        + power.toLowerCase(Locale.ROOT) + "`"));
        actual.memberships(role)
                .forEach(group -> findings.add(
                        "has all rights of " + group + " too: run `revoke " + group + " from " + role + "`"));
        require(role + " ", findings);
        return given.size() + ", each as the migrations give it";
    }

    private static String sql(Right right, String preposition) {
        String object = right.object().equals(Right.SCHEMA)
                ? "schema " + Migrator.SCHEMA
                : right.object().startsWith(Right.FUNCTION)
                        ? Right.FUNCTION + Migrator.SCHEMA + "."
                                + right.object().substring(Right.FUNCTION.length())
                        : Migrator.SCHEMA + "." + right.object();
        String privilege = right.privilege().replace(" WITH GRANT OPTION", "");
        return privilege + (right.column().isEmpty() ? "" : " (" + right.column() + ")") + " on " + object + " "
                + preposition + " " + right.role() + "` as " + Migrator.OWNER;
    }

    /** RoyaltyJob copies its lines into one; the right is one of the database, which everyone has unless it was taken. */
    private String temporaryTables() {
        require(
                "",
                actual.databaseWithoutTemporaryTables(JOBS).stream()
                        .map(database -> JOBS
                                + " may not make the temporary table that it copies lines into: run `grant"
                                + " temporary on database " + database + " to " + JOBS + "` as the database's owner")
                        .toList());
        return "may be made";
    }

    /** Rights that were given to somebody by hand. */
    private String others() {
        Set<String> known = roles();
        require(
                "",
                actual.all().stream()
                        .filter(right -> !known.contains(right.role()))
                        .map(right -> right.role() + " has " + right.text()
                                + ": make it a member of a role instead, and" + " run `revoke " + sql(right, "from"))
                        .toList());
        return "none";
    }

    private String owner() {
        Set<String> lending = actual.lendingFunctions();
        lending.removeAll(GrantedRights.lendingFunctions());
        List<String> findings = new ArrayList<>(actual.foreign());
        lending.forEach(function -> findings.add("function " + function + " runs with the rights of its owner"));
        findings.replaceAll(what ->
                what + ": let " + Migrator.OWNER + " own everything, and lend its rights only as the migrations do");
        require("", findings);
        return Migrator.OWNER + " owns everything in it";
    }

    private String triggers() {
        require(
                "",
                actual.silencedTriggers().stream()
                        .map(trigger -> trigger + " is switched off: find out what was changed meanwhile (`tributary"
                                + " reconcile`), then enable it")
                        .toList());
        return "all on";
    }

    /**
     * A login has the rights of its role, and no others.
     *
     * @param user who signs in
     */
    String login(String user, String role) {
        List<String> findings = new ArrayList<>();
        actual.powers(user).forEach(power -> findings.add("is " + power + " of the server"));
        List<String> groups = actual.memberships(user);
        if (!user.equals(role) && !groups.contains(role) && !actual.powers(user).contains("SUPERUSER")) {
            findings.add("has not the rights of " + role + ": run `grant " + role + " to " + user + "`");
        }
        groups.stream()
                .filter(group -> !group.equals(role))
                .forEach(group -> findings.add("has all rights of " + group + " too"));
        require(user + " ", findings);
        return user + " has the rights of " + role + " and no others";
    }

    private static void require(String prefix, List<String> findings) {
        if (findings.isEmpty()) {
            return;
        }
        String more = findings.size() > SHOWN ? "; and " + (findings.size() - SHOWN) + " more" : "";
        throw new Finding(prefix + findings.stream().limit(SHOWN).collect(Collectors.joining("; ")) + more + ".");
    }
}

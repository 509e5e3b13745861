package dev.tributary.settlement.doctor;

import dev.tributary.settlement.database.Migrator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rights that the migrations give, from their own text: what a role should have, no more and no less. */
final class GrantedRights {
    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
    /** What is put together at run time is about the database or its logins, not about what is in the schema. */
    private static final Pattern COMPOSED = Pattern.compile("(?i)\\bexecute\\s+format\\s*\\([^;]*;");

    private static final Pattern STATEMENT = Pattern.compile(
            "(?i)\\b(grant|revoke)\\s+([^;]+?)\\s+on\\s+(schema\\s+|function\\s+)?([^;]+?)\\s+(?:to|from)\\s+([^;]+?)\\s*;"
                    + "|\\bdrop\\s+(?:table|view)\\s+(?:if\\s+exists\\s+)?([^;]+?)\\s*;");
    private static final Pattern LENDING =
            Pattern.compile("(?i)\\bfunction\\s+tributary\\.(\\w+)[^;$]*\\bsecurity\\s+definer");
    private static final Pattern PRIVILEGE = Pattern.compile("(\\w+)(?:\\s+privileges)?\\s*(?:\\(([^)]*)\\))?");
    private static final String QUALIFIER = Migrator.SCHEMA + ".";

    private final Set<Right> rights = new TreeSet<>();

    private GrantedRights() {}

    static Set<Right> ofMigrations() {
        return of(Migrator.scripts());
    }

    /** @param scripts migrations in order: a later one may take back what an earlier one gave */
    static Set<Right> of(List<String> scripts) {
        GrantedRights granted = new GrantedRights();
        scripts.forEach(granted::read);
        return granted.rights;
    }

    private void read(String script) {
        String plain = COMPOSED.matcher(COMMENT.matcher(script).replaceAll("")).replaceAll("");
        Matcher statement = STATEMENT.matcher(plain);
        while (statement.find()) {
            if (statement.group(1) == null) {
                Set<String> dropped = Set.copyOf(names(statement.group(6)));
                rights.removeIf(right -> dropped.contains(right.object()));
                continue;
            }
            List<String> objects = objects(statement.group(3), names(statement.group(4)));
            boolean given = statement.group(1).toLowerCase(Locale.ROOT).equals("grant");
            change(given, statement.group(2), objects, names(statement.group(5)));
        }
    }

    private static List<String> objects(@Nullable String kind, List<String> names) {
        if (kind == null) {
            return names;
        }
        return kind.strip().equalsIgnoreCase("schema")
                ? List.of(Right.SCHEMA)
                : names.stream().map(name -> Right.FUNCTION + name).toList();
    }

    /** The functions that the migrations let run with the rights of their owner. */
    static Set<String> lendingFunctions() {
        Set<String> functions = new TreeSet<>();
        for (String script : Migrator.scripts()) {
            Matcher lending = LENDING.matcher(COMMENT.matcher(script).replaceAll(""));
            while (lending.find()) {
                functions.add(lending.group(1));
            }
        }
        return functions;
    }

    private void change(boolean given, String privileges, List<String> objects, List<String> roles) {
        for (String role : roles) {
            for (String object : objects) {
                Matcher privilege = PRIVILEGE.matcher(privileges);
                while (privilege.find()) {
                    change(given, role, object, privilege.group(1), privilege.group(2));
                }
            }
        }
    }

    private void change(boolean given, String role, String object, String privilege, @Nullable String columns) {
        String name = privilege.toUpperCase(Locale.ROOT);
        if (name.equals("ALL") && !given) {
            rights.removeIf(right -> right.role().equals(role) && right.object().equals(object));
            return;
        }
        for (String column : columns == null ? List.of("") : names(columns)) {
            Right right = new Right(role, object, column, name);
            if (given) {
                rights.add(right);
            } else {
                rights.remove(right);
            }
        }
    }

    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(name -> name.startsWith(QUALIFIER) ? name.substring(QUALIFIER.length()) : name)
                .forEach(names::add);
        return names;
    }
}

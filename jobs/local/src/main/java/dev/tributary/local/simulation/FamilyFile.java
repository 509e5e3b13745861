package dev.tributary.local.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a family from CSV: {@code model,author,parents,depth,downloads}, several parents separated by {@code ;} or
 * {@code |}. Downloads become traffic.
 */
public final class FamilyFile {
    private static final String HEADER = "model,author,parents,depth,downloads";
    private static final int COLUMNS = 5;

    private FamilyFile() {}

    /** Every model after its parents, whatever the order of the file. */
    public static List<FamilyMember> read(Path path) {
        InputFile file = new InputFile(path);
        Map<String, FamilyMember> byName = new LinkedHashMap<>();
        Map<String, Integer> lineOf = new LinkedHashMap<>();
        int line = 1;
        for (String row : file.rows(HEADER)) {
            line++;
            FamilyMember member = member(file, line, row);
            if (byName.put(member.name(), member) != null) {
                throw file.invalid(line, "model " + member.name() + " is there twice");
            }
            lineOf.put(member.name(), line);
        }
        if (byName.values().stream().allMatch(member -> member.weight() == 0)) {
            throw file.invalid(2, "no model has downloads, so there is no traffic to simulate");
        }
        return parentsFirst(file, byName, lineOf);
    }

    private static FamilyMember member(InputFile file, int line, String row) {
        String[] cells = row.split(",", -1);
        if (cells.length != COLUMNS) {
            throw file.invalid(line, "there are " + cells.length + " columns, not " + COLUMNS);
        }
        List<String> parents = Stream.of(cells[2].split("[;|]"))
                .map(String::strip)
                .filter(parent -> !parent.isEmpty())
                .distinct()
                .toList();
        try {
            return new FamilyMember(
                    cells[0].strip(), cells[1].strip(), parents, Long.parseUnsignedLong(cells[4].strip()));
        } catch (NumberFormatException e) {
            throw file.invalid(line, "downloads are not a number: " + cells[4]);
        }
    }

    private static List<FamilyMember> parentsFirst(
            InputFile file, Map<String, FamilyMember> waiting, Map<String, Integer> lineOf) {
        Map<String, FamilyMember> placed = new LinkedHashMap<>();
        while (placed.size() < waiting.size()) {
            int before = placed.size();
            for (FamilyMember member : waiting.values()) {
                if (placed.keySet().containsAll(member.parents())) {
                    placed.putIfAbsent(member.name(), member);
                }
            }
            if (placed.size() == before) {
                FamilyMember stuck = waiting.values().stream()
                        .filter(member -> !placed.containsKey(member.name()))
                        .findFirst()
                        .orElseThrow();
                throw file.invalid(
                        lineOf.getOrDefault(stuck.name(), 1),
                        "a parent of " + stuck.name() + " is not in the file, or descends from it");
            }
        }
        return new ArrayList<>(placed.values());
    }
}

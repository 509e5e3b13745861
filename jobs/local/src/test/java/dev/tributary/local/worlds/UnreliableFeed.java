package dev.tributary.local.worlds;

import dev.tributary.local.worlds.ChainScript.Entry;
import java.util.ArrayList;
import java.util.List;

/** Writes a chain's records as a feed that loses some, sends them again, and repeats others. */
final class UnreliableFeed {
    private UnreliableFeed() {}

    static List<String> of(List<Entry> entries, Chance chance) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).event() && chance.oneIn(25)) {
                // Lost: some of what follows arrives ahead of the gap, then all of it comes again.
                int ahead = Math.min(entries.size(), i + 1 + chance.between(1, 5));
                entries.subList(i + 1, ahead).forEach(entry -> lines.add(entry.json()));
            }
            lines.add(entries.get(i).json());
            if (chance.oneIn(25)) {
                int from = Math.max(0, i - chance.between(0, 8));
                entries.subList(from, i + 1).forEach(entry -> lines.add(entry.json()));
            }
        }
        return lines;
    }
}

package dev.tributary.settlement.reconciliation;

import java.util.List;

/**
 * What one check came to.
 *
 * @param summary what was compared, with numbers
 * @param differences what does not agree, for people; empty when all does
 * @param notices what is only late, and comes by itself
 */
public record Finding(String check, String summary, List<String> differences, List<String> notices) {
    public Finding {
        differences = List.copyOf(differences);
        notices = List.copyOf(notices);
    }

    public boolean ok() {
        return differences.isEmpty();
    }
}

package dev.tributary.pipelines.compact;

/** The entries of a table of sums, model by model, those of a model in the order in which they were added. */
public final class EntriesByModel {
    private static final int[] NONE = {};

    /** Of each model its last entry, and of each entry the one before it in its model, plus 1. */
    private final int[] last;

    private final int[] before;

    /** @param models numbers of models are below this */
    public EntriesByModel(int models, int entries) {
        last = new int[models];
        before = new int[entries];
    }

    public void add(int model, int entry) {
        before[entry] = last[model];
        last[model] = entry + 1;
    }

    public int[] of(int model) {
        int length = 0;
        for (int place = last[model]; place != 0; place = before[place - 1]) {
            length++;
        }
        int[] entries = length == 0 ? NONE : new int[length];
        for (int place = last[model]; place != 0; place = before[place - 1]) {
            entries[--length] = place - 1;
        }
        return entries;
    }
}

package dev.tributary.settlement.rules;

/** The vault's pending proposal; epoch 0 when there is none. */
public record Proposal(long epoch, String root, long acceptableAtSeconds) {
    public boolean pending() {
        return epoch != 0;
    }

    boolean of(long otherEpoch, String otherRoot) {
        return epoch == otherEpoch && root.equals(otherRoot);
    }
}

package dev.tributary.settlement.ledger;

import dev.tributary.domain.settlement.Leaf;
import java.util.List;

/** A leaf of an epoch's tree with the siblings on the way to its root, from the leaf upwards. */
public record StoredProof(long epoch, String root, Leaf leaf, List<String> siblings) {}

package dev.tributary.domain.lineage;

/**
 * An edge by which a parent takes part in the revenue of a child and of all its descendants.
 *
 * @param share over 10^8
 */
public record LapEdge(String child, String parent, long share) {}

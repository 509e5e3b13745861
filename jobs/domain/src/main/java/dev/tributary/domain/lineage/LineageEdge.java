package dev.tributary.domain.lineage;

/**
 * An edge from a child to its parent, with the terms that the parent set at its own registration.
 *
 * @param share over 10^8
 */
public record LineageEdge(String parent, RoyaltyPolicy policy, long share) {}

package dev.tributary.local.simulation;

import java.util.List;

/**
 * A model as a family file names it.
 *
 * @param parents names of earlier members
 * @param weight its part in the traffic, in proportion to the others'
 */
public record FamilyMember(String name, String author, List<String> parents, long weight) {}

package dev.tributary.pipelines.connectors;

import java.util.Map;

/**
 * How a topic has to be.
 *
 * @param name as in the catalogue
 * @param partitions 0 when configuration decides
 * @param settings broker settings of the topic by their names
 */
record TopicShape(String name, int partitions, Map<String, String> settings) {}

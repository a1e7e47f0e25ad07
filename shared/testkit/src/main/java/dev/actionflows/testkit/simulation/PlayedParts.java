package dev.actionflows.testkit.simulation;

import java.util.Map;
import java.util.TreeMap;

/** The parts of the product that took part in one history, and how often. */
final class PlayedParts {
    private final Map<String, Integer> counts = new TreeMap<>();

    /**
     * @param part its kind and name, as {@code function run-starter}
     */
    void add(String part) {
        counts.merge(part, 1, Integer::sum);
    }

    Map<String, Integer> counts() {
        return counts;
    }
}

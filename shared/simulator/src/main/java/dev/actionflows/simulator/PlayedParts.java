package dev.actionflows.simulator;

import java.util.Map;
import java.util.TreeMap;

/** The parts of the product that took part in one history, with counts. */
final class PlayedParts {
    private final Map<String, Integer> counts = new TreeMap<>();

    /**
     * @param part its kind and name, such as {@code function run-starter}
     */
    void add(String part) {
        counts.merge(part, 1, Integer::sum);
    }

    Map<String, Integer> counts() {
        return counts;
    }
}

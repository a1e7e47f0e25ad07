package dev.actionflows.domain.experiment;

import java.time.LocalDate;
import java.util.Map;

/**
 * What a day added.
 *
 * @param day in UTC
 * @param arms what was counted on that day, by the names of arms; an arm that is missing had none
 */
public record DayCounts(LocalDate day, Map<String, Counts> arms) {
    public DayCounts {
        arms = Map.copyOf(arms);
    }
}

package dev.actionflows.domain.analytics;

import dev.actionflows.domain.run.RunKey;

import java.util.Optional;

/**
 * Reads the trials that a run made its fan part of, also of a run that cannot be read otherwise.
 */
@FunctionalInterface
public interface RunTrialReader {
    /**
     * Strongly consistent.
     *
     * @return empty if the run does not exist, or began as a test
     */
    Optional<FanChange.Tried> find(RunKey run);
}

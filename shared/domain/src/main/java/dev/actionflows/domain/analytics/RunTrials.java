package dev.actionflows.domain.analytics;

import dev.actionflows.domain.messaging.permit.Assigned;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The trials that a run makes its fan part of, as it is stored at one moment. */
public final class RunTrials {
    private final Map<Trial, Participation> trials = new HashMap<>();

    /** Of a run; none of one that began as a test. */
    public static Map<Trial, Participation> of(Run run) {
        RunTrials trials = new RunTrials();
        for (int index = 0; !run.test() && index < run.steps().size(); index++) {
            RunStep step = run.step(index);
            trials.add(
                    index,
                    step.outcome().map(StepOutcome::wireName),
                    step.permit().map(SendPermit::assigned),
                    step.endedAt());
        }
        return trials.found();
    }

    /**
     * Adds a step.
     *
     * @param outcome its stored name
     * @param endedAt when its message was sent or held out
     */
    public void add(
            int index,
            Optional<String> outcome,
            Optional<Assigned> assigned,
            Optional<Instant> endedAt) {
        endedAt.ifPresent(
                at -> {
                    if (outcome.equals(Optional.of(Trial.HELD_OUT))) {
                        add(Trial.HOLDOUT, Participation.of(Trial.HELD_OUT, at));
                    }
                    assigned.filter(Assigned::besideHoldout)
                            .ifPresent(_ -> add(Trial.HOLDOUT, Participation.of(Trial.SENT, at)));
                    assigned.flatMap(Assigned::variant)
                            .ifPresent(
                                    variant ->
                                            add(
                                                    Trial.ofStep(index),
                                                    Participation.of(
                                                            Assigned.nameOf(variant), at)));
                });
    }

    private void add(Trial trial, Participation participation) {
        trials.merge(trial, participation, Participation::and);
    }

    public Map<Trial, Participation> found() {
        return Map.copyOf(trials);
    }
}

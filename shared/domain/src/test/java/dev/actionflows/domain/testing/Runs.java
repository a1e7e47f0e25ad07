package dev.actionflows.domain.testing;

import dev.actionflows.domain.run.Run;

import java.time.Instant;
import java.util.Optional;

/** Runs as tests want them. */
public final class Runs {
    private Runs() {}

    public static Run dueAt(Run run, Instant at) {
        return new Run(
                run.key(),
                run.flow(),
                run.flowVersion(),
                run.fan(),
                run.event(),
                run.test(),
                run.status(),
                run.epoch(),
                run.revision(),
                run.startedAt(),
                run.endedAt(),
                Optional.of(at),
                run.startsWithoutProgress(),
                run.steps(),
                run.stall());
    }

    /**
     * The run as the state machine's StepDied state leaves it.
     *
     * @param patient whether the step only requested a later retry
     */
    public static Run stepDied(Run run, boolean patient, Instant now) {
        return new Run(
                run.key(),
                run.flow(),
                run.flowVersion(),
                run.fan(),
                run.event(),
                run.test(),
                run.status(),
                run.epoch(),
                run.revision(),
                run.startedAt(),
                run.endedAt(),
                Optional.of(now),
                patient
                        ? Math.max(0, run.startsWithoutProgress() - 1)
                        : run.startsWithoutProgress(),
                run.steps(),
                Optional.empty());
    }
}

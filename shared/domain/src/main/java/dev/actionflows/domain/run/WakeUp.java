package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/** Why runs are to be looked at. */
public sealed interface WakeUp {
    /**
     * A requirement is met: whoever waits for it may go on.
     *
     * @param cursor where to go on in a long list of waiting runs
     */
    record RequirementMet(ProjectId project, Requirement requirement, Optional<String> cursor)
            implements WakeUp {}

    /** A run's due time has come. */
    record RunDue(RunKey run) implements WakeUp {}
}

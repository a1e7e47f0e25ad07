package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/** Why runs have to be looked at. */
public sealed interface WakeUp {
    /**
     * A requirement is met: the runs that wait for it may continue.
     *
     * @param cursor where to continue in a long list of waiting runs
     * @param pass identifies the pass through the list; empty in its first message, whose own id is
     *     used
     */
    record RequirementMet(
            ProjectId project,
            Requirement requirement,
            Optional<String> cursor,
            Optional<String> pass)
            implements WakeUp {
        public RequirementMet(ProjectId project, Requirement requirement, Optional<String> cursor) {
            this(project, requirement, cursor, Optional.empty());
        }

        /** The wake-up for the runs from a cursor on. */
        RequirementMet from(String next, Optional<String> onPass) {
            return new RequirementMet(project, requirement, Optional.of(next), onPass);
        }
    }

    /** The due runs have to be swept once more. */
    record Sweep() implements WakeUp {}

    /** A run is due. */
    record RunDue(RunKey run) implements WakeUp {}
}

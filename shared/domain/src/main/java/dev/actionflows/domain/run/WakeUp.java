package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/** Why runs are to be looked at. */
public sealed interface WakeUp {
    /**
     * A requirement is met: whoever waits for it may go on.
     *
     * @param cursor where to go on in a long list of waiting runs
     * @param pass tells this way through the list from every other; empty in the first message,
     *     whose own id it is
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

        /** The same from there on. */
        RequirementMet from(String next, Optional<String> onPass) {
            return new RequirementMet(project, requirement, Optional.of(next), onPass);
        }
    }

    /** The due list is to be swept once more. */
    record Sweep() implements WakeUp {}

    /** A run's due time has come. */
    record RunDue(RunKey run) implements WakeUp {}
}

package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/** Tells that a requirement is met, so that the runs that wait for it go on. */
public interface WakeUps {
    /** To be called after the requirement's cause is stored. */
    default void requirementMet(ProjectId project, Requirement requirement) {
        send(new WakeUp(project, requirement, Optional.empty()));
    }

    void send(WakeUp wakeUp);

    /**
     * @param cursor where to go on in a long list of waiting runs
     */
    record WakeUp(ProjectId project, Requirement requirement, Optional<String> cursor) {}
}

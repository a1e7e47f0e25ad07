package dev.actionflows.domain.run;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A queue of wake-ups; whatever is in it is delivered at least once. */
public interface WakeUps {
    /** To be called after the requirement's cause is stored. */
    default void requirementMet(ProjectId project, Requirement requirement) {
        send(new WakeUp.RequirementMet(project, requirement, Optional.empty()));
    }

    /**
     * To be called after a person's connection is stored, or two records of a person are known to
     * be of one.
     *
     * @param ids every id under which runs of that person may wait
     */
    default void connectionMayBeMet(ProjectId project, List<FanId> ids) {
        ids.forEach(id -> requirementMet(project, Requirement.streamingConnection(id)));
    }

    void send(WakeUp.RequirementMet wakeUp);

    /**
     * Sends a {@link WakeUp.RunDue} for each run, to arrive when it is due. What cannot be sent is
     * left out: the next sweep finds it again.
     *
     * @return how many were sent
     */
    int sendDue(List<DueRuns.Entry> due, Instant now);
}

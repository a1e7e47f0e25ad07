package dev.actionflows.domain.run;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A queue of wake-ups; whatever is in it is delivered at least once.
 *
 * <p>Whoever meets a requirement says so twice: before it is stored, for the case that they die
 * before they can say it again, and at once when it is stored. A wake-up too many does no harm.
 */
public interface WakeUpQueue {
    /**
     * Longer than any function takes that stores what a run may wait for: by then what was about to
     * be stored is stored, or never will be.
     */
    Duration IN_DOUBT = Duration.ofSeconds(45);

    /**
     * To be called just before the requirement's cause is stored; arrives after that. A queue that
     * does not take it keeps nobody from storing: the message that counts comes after that.
     */
    default void requirementAboutToBeMet(ProjectId project, Requirement requirement) {
        try {
            sendLater(new WakeUp.RequirementMet(project, requirement, Optional.empty()), IN_DOUBT);
        } catch (RuntimeException e) {
            notSentAhead(e);
        }
    }

    /** Told of a wake-up that could not be sent before its cause is stored. */
    default void notSentAhead(RuntimeException failure) {}

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

    /**
     * To be called just before {@link #connectionMayBeMet} becomes true; arrives after that.
     *
     * @param ids every id under which runs of that person may wait
     */
    default void connectionAboutToBeMet(ProjectId project, List<FanId> ids) {
        ids.forEach(id -> requirementAboutToBeMet(project, Requirement.streamingConnection(id)));
    }

    void send(WakeUp.RequirementMet wakeUp);

    /**
     * Sends it so that it arrives after a while.
     *
     * @param delay at most 15 minutes. A queue that knows no delays delivers at once
     */
    default void sendLater(WakeUp.RequirementMet wakeUp, Duration delay) {
        send(wakeUp);
    }

    /**
     * Sends a {@link WakeUp.RunDue} for each run, to arrive when it is due. What cannot be sent is
     * left out: a sweep finds it again.
     *
     * @return how many were sent
     */
    int sendDue(List<DueRunIndex.DueRun> due, Instant now);

    /**
     * About how many wake-ups were sent and are not done: those that wait for a consumer, those
     * that one works on, and those whose time has not come. May be a minute behind.
     */
    int queued();
}

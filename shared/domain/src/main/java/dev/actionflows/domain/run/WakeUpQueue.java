package dev.actionflows.domain.run;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A queue of wake-ups with at-least-once delivery.
 *
 * <p>A met requirement is announced twice: with a delay before its cause is stored, in case the
 * function dies before the second announcement, and immediately after its cause is stored. A
 * superfluous wake-up is harmless.
 */
public interface WakeUpQueue {
    /**
     * Longer than the timeout of any function that stores something a run may wait for: after this
     * time, the write has either happened or never will.
     */
    Duration IN_DOUBT = Duration.ofSeconds(45);

    /**
     * Announces a requirement just before its cause is stored; delivered after that. A failure of
     * the queue does not keep the caller from storing: the second announcement suffices.
     */
    default void requirementAboutToBeMet(ProjectId project, Requirement requirement) {
        try {
            sendLater(new WakeUp.RequirementMet(project, requirement, Optional.empty()), IN_DOUBT);
        } catch (RuntimeException e) {
            notSentAhead(e);
        }
    }

    /** Called if a wake-up could not be sent before its cause was stored. */
    default void notSentAhead(RuntimeException failure) {}

    /** Announces a requirement after its cause was stored. */
    default void requirementMet(ProjectId project, Requirement requirement) {
        send(new WakeUp.RequirementMet(project, requirement, Optional.empty()));
    }

    /**
     * Announces, after two fan records were merged, that the connections and confirmed addresses of
     * each count for both.
     *
     * @param ids every id under which runs of the fan may wait
     */
    default void merged(ProjectId project, List<FanId> ids) {
        connectionMayBeMet(project, ids);
        ids.forEach(id -> requirementMet(project, Requirement.confirmedConsent(id)));
    }

    /**
     * Announces {@link #merged} just before its cause is stored; delivered after that.
     *
     * @param ids every id under which runs of the fan may wait
     */
    default void mergeAboutToHappen(ProjectId project, List<FanId> ids) {
        connectionAboutToBeMet(project, ids);
        ids.forEach(id -> requirementAboutToBeMet(project, Requirement.confirmedConsent(id)));
    }

    /**
     * Announces a connection after it was stored.
     *
     * @param ids every id under which runs of the fan may wait
     */
    default void connectionMayBeMet(ProjectId project, List<FanId> ids) {
        ids.forEach(id -> requirementMet(project, Requirement.streamingConnection(id)));
    }

    /**
     * Announces {@link #connectionMayBeMet} just before its cause is stored; delivered after that.
     *
     * @param ids every id under which runs of the fan may wait
     */
    default void connectionAboutToBeMet(ProjectId project, List<FanId> ids) {
        ids.forEach(id -> requirementAboutToBeMet(project, Requirement.streamingConnection(id)));
    }

    void send(WakeUp.RequirementMet wakeUp);

    /**
     * Sends a wake-up with a delay.
     *
     * @param delay at most 15 minutes; a queue without delays delivers immediately
     */
    default void sendLater(WakeUp.RequirementMet wakeUp, Duration delay) {
        send(wakeUp);
    }

    /**
     * Sends a {@link WakeUp.RunDue} for each run, to be delivered when it is due. A run that cannot
     * be sent is left out: a sweep finds it again.
     *
     * @return the number of runs sent
     */
    int sendDue(List<DueRunIndex.DueRun> due, Instant now);

    /**
     * The approximate number of wake-ups that are not processed: visible, in flight and delayed.
     * May be a minute old.
     */
    int queued();
}

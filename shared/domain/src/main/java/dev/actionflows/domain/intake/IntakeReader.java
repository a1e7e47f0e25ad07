package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.flow.TriggerType;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;

import java.util.Optional;

/** Reads all that an event needs to be judged, in one go. */
@FunctionalInterface
public interface IntakeReader {
    /**
     * One strongly consistent read: a flow listens from the moment it is active.
     *
     * @param identity who acted, if the event says so
     * @param scope of the trigger, if the event has one
     */
    IntakeFacts read(
            ProjectId project,
            Optional<Identity> identity,
            TriggerType type,
            Optional<String> scope);

    record IntakeFacts(
            Optional<Project> project,
            Optional<KnownIdentity> identity,
            Optional<TriggerClaim> claim) {}
}

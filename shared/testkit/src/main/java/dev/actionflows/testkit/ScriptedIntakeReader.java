package dev.actionflows.testkit;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.TriggerType;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.IntakeReader;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A reader whose reading of events a test makes up.
 *
 * @param others reads everything else
 */
public record ScriptedIntakeReader(IntakeReader others, Reading reading) implements IntakeReader {
    /** {@link IntakeReader#read}. */
    @FunctionalInterface
    public interface Reading {
        IntakeFacts read(
                ProjectId project,
                Optional<Identity> identity,
                TriggerType type,
                List<String> scopes);
    }

    @Override
    public IntakeFacts read(
            ProjectId project, Optional<Identity> identity, TriggerType type, List<String> scopes) {
        return reading.read(project, identity, type, scopes);
    }

    @Override
    public List<Flow> flows(ProjectId project, Collection<FlowId> flows) {
        return others.flows(project, flows);
    }
}

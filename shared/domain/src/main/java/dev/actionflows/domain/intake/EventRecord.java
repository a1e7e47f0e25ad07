package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;

import java.util.Optional;

/**
 * Records that an event started no run of a flow, or of any flow. An event that started a run is
 * recorded in the run.
 *
 * @param fan empty if the fan is unknown
 * @param flow the flow that listens to the event; empty if none does
 * @param stoppedBy the run that kept the event from entering the flow again
 */
public record EventRecord(
        ProjectId project,
        FanEvent event,
        Optional<FanId> fan,
        Optional<FlowId> flow,
        NotStartedReason why,
        Optional<RunId> stoppedBy) {}

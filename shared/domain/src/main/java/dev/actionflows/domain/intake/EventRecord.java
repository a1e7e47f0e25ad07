package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;

import java.util.Optional;

/**
 * That an event started no run of a flow, or of any. What did start a run is in the run.
 *
 * @param fan empty when whoever acted is not known
 * @param flow that listens to the event; empty when none does
 * @param stoppedBy the run because of which the flow was not entered again
 */
public record EventRecord(
        ProjectId project,
        FanEvent event,
        Optional<FanId> fan,
        Optional<FlowId> flow,
        NotStartedReason why,
        Optional<RunId> stoppedBy) {}

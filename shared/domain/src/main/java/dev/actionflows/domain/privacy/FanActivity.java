package dev.actionflows.domain.privacy;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.run.RunKey;

import java.util.Optional;

/** A key under which something that a fan did is stored. */
public sealed interface FanActivity {
    record OfRun(RunKey run) implements FanActivity {}

    /**
     * An event that started no run.
     *
     * @param flow the flow that listened to it; empty if none did
     */
    record OfEvent(EventId event, Optional<FlowId> flow) implements FanActivity {}
}

package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.RunKey;

import java.util.List;
import java.util.Optional;

/** A log of events that are played, which nobody reads. */
public interface UnreadEventLog extends EventLog {
    @Override
    default List<EventResult> trace(ProjectId project, EventId event) {
        return List.of();
    }

    @Override
    default List<EventRecord> stoppedBy(RunKey run) {
        return List.of();
    }

    @Override
    default List<EventResult> latest(
            ProjectId project, FanId fan, Optional<String> before, int limit) {
        return List.of();
    }
}

package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.RunKey;

import java.util.List;
import java.util.Optional;

/** Stores the results of events, to explain why a flow did or did not start. */
public interface EventLog {
    /**
     * Stores a record; a second record of the same event and flow has no effect. Kept for 90 days.
     */
    void record(EventRecord entry);

    /**
     * All results of an event. Runs become visible shortly after they are stored.
     *
     * @return empty if the event is unknown
     */
    List<EventResult> trace(ProjectId project, EventId event);

    /** The events that this run kept from entering its flow, oldest first, at most 100. */
    List<EventRecord> stoppedBy(RunKey run);

    /**
     * The results of a fan's events, newest first. Eventually consistent.
     *
     * @param fan the exact id under which they were taken
     * @param before only results before this place of an {@link EventResult}
     */
    List<EventResult> latest(ProjectId project, FanId fan, Optional<String> before, int limit);
}

package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.RunKey;

import java.util.List;
import java.util.Optional;

/** What came of events, to tell why a flow did or did not fire. */
public interface EventLog {
    /** Stores it; a second record of the same event and flow changes nothing. Kept for 90 days. */
    void record(EventRecord entry);

    /**
     * All that an event led to. Runs are found a moment after they are stored.
     *
     * @return empty when there is no such event
     */
    List<EventResult> trace(ProjectId project, EventId event);

    /** The events that were kept from entering a flow by this run, oldest first, at most 100. */
    List<EventRecord> stoppedBy(RunKey run);

    /**
     * What came of a fan's events, newest first. What has just happened is found a moment later.
     *
     * @param fan the very id under which they were taken
     * @param before only what is before this place of a {@link EventResult}
     */
    List<EventResult> latest(ProjectId project, FanId fan, Optional<String> before, int limit);
}

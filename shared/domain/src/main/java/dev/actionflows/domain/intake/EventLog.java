package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;

import java.time.Instant;
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
    Optional<Trace> trace(ProjectId project, EventId event);

    /** What came of one event. */
    record Trace(List<Run> runs, List<EventRecord> refusals) {
        public Trace {
            runs = List.copyOf(runs);
            refusals = List.copyOf(refusals);
        }
    }

    /** The events that were kept from entering a flow by this run, oldest first, at most 100. */
    List<EventRecord> stoppedBy(RunKey run);

    /**
     * A fan's events, newest first.
     *
     * @param fan the very id under which they were taken
     * @param before only what is older
     */
    Trace latest(ProjectId project, FanId fan, Instant before, int limit);
}

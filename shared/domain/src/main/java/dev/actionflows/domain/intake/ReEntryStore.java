package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;

import java.time.Instant;
import java.util.Optional;

/** What is remembered between a fan's events, to decide whether they may enter a flow. */
public interface ReEntryStore {
    /**
     * A fan's ways into a flow.
     *
     * @param test whether the flow is in test mode: what is remembered of that is kept apart
     */
    record ReEntryKey(ProjectId project, FlowId flow, FanId fan, boolean test) {}

    /**
     * Begins a cooldown, unless one is under way. The same run may enter again: it has died on its
     * way in.
     *
     * @param until when the cooldown ends that begins now
     * @return the run that began the cooldown that is under way; empty when this run may go on
     */
    Optional<RunId> enter(ReEntryKey entry, RunId run, Instant now, Instant until);

    /** The run because of which a fan may not enter now; empty when they may. Changes nothing. */
    Optional<RunId> coolingDown(ReEntryKey entry, Instant now);

    Optional<ThresholdCounter> counter(ReEntryKey entry);

    /**
     * @param expected as it was read, or {@link ThresholdCounter#none}
     * @param endsAt when it is of no use any more
     * @return whether it was replaced; not if it has changed since it was read
     */
    boolean replace(
            ReEntryKey entry, ThresholdCounter expected, ThresholdCounter updated, Instant endsAt);
}

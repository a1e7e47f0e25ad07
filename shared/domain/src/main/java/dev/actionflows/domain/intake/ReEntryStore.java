package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;

import java.time.Instant;
import java.util.Optional;

/** State between a fan's events that decides whether the fan may enter a flow. */
public interface ReEntryStore {
    /**
     * The key of a fan's entries into a flow.
     *
     * @param test whether the flow is in test mode, whose entries are kept separately
     */
    record ReEntryKey(ProjectId project, FlowId flow, FanId fan, boolean test) {}

    /**
     * Begins a cooldown, unless one is active. The run that began the active one may enter again:
     * it died during the intake.
     *
     * @param until when the cooldown that begins now ends
     * @return the run that began the active cooldown; empty if this run may enter
     */
    Optional<RunId> enter(ReEntryKey entry, RunId run, Instant now, Instant until);

    /** The run whose cooldown keeps the fan out; empty if the fan may enter. Changes nothing. */
    Optional<RunId> coolingDown(ReEntryKey entry, Instant now);

    Optional<ThresholdCounter> counter(ReEntryKey entry);

    /**
     * @param expected the counter as it was read, or {@link ThresholdCounter#none}
     * @param endsAt when the counter is obsolete
     * @return whether it was replaced; false if it has changed since it was read
     */
    boolean replace(
            ReEntryKey entry, ThresholdCounter expected, ThresholdCounter updated, Instant endsAt);
}

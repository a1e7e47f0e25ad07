package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.intake.ThresholdCounter;
import dev.actionflows.domain.run.RunKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The intake's state between events: reads the real state and writes nothing. */
final class DryRunIntakeStores implements ReEntryStore, EventLog {
    private final ReEntryStore real;

    DryRunIntakeStores(ReEntryStore real) {
        this.real = real;
    }

    @Override
    public Optional<RunId> enter(ReEntryKey entry, RunId run, Instant now, Instant until) {
        return coolingDown(entry, now);
    }

    @Override
    public Optional<RunId> coolingDown(ReEntryKey entry, Instant now) {
        return real.coolingDown(entry, now);
    }

    @Override
    public Optional<ThresholdCounter> counter(ReEntryKey entry) {
        return real.counter(entry);
    }

    @Override
    public boolean replace(
            ReEntryKey entry, ThresholdCounter expected, ThresholdCounter updated, Instant endsAt) {
        return true;
    }

    @Override
    public void record(EventRecord entry) {
        // the result contains it too
    }

    @Override
    public List<EventResult> trace(ProjectId project, EventId event) {
        return List.of();
    }

    @Override
    public List<EventRecord> stoppedBy(RunKey run) {
        return List.of();
    }

    @Override
    public List<EventResult> latest(
            ProjectId project, FanId fan, Optional<String> before, int limit) {
        return List.of();
    }
}

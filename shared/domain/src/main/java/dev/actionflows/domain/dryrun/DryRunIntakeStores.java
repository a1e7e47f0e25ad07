package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.intake.ThresholdCounter;
import dev.actionflows.domain.intake.UnreadEventLog;

import java.time.Instant;
import java.util.Optional;

/** The intake's state between events: reads the real state and writes nothing. */
final class DryRunIntakeStores implements ReEntryStore, UnreadEventLog {
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
}

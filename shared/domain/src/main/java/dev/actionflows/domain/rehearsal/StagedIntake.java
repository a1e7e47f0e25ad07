package dev.actionflows.domain.rehearsal;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EntryGuards;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.Happening;
import dev.actionflows.domain.intake.Tally;
import dev.actionflows.domain.run.RunKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the intake remembers between events: read for real, and never written. */
final class StagedIntake implements EntryGuards, EventLog {
    private final EntryGuards real;

    StagedIntake(EntryGuards real) {
        this.real = real;
    }

    @Override
    public Optional<RunId> enter(Entry entry, RunId run, Instant now, Instant until) {
        return coolingDown(entry, now);
    }

    @Override
    public Optional<RunId> coolingDown(Entry entry, Instant now) {
        return real.coolingDown(entry, now);
    }

    @Override
    public Optional<Tally> tally(Entry entry) {
        return real.tally(entry);
    }

    @Override
    public boolean replace(Entry entry, Tally expected, Tally updated, Instant endsAt) {
        return true;
    }

    @Override
    public void record(EventRecord entry) {
        // the receipt says it too
    }

    @Override
    public List<Happening> trace(ProjectId project, EventId event) {
        return List.of();
    }

    @Override
    public List<EventRecord> stoppedBy(RunKey run) {
        return List.of();
    }

    @Override
    public List<Happening> latest(
            ProjectId project, FanId fan, Optional<String> before, int limit) {
        return List.of();
    }
}

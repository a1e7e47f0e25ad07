package dev.actionflows.testkit;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds runs in the twin of the ledger. */
public final class InMemoryEventLog implements EventLog {
    private static final int MAX_STOPPED = 100;

    private final InMemoryRunLedger ledger;
    private final List<EventRecord> records = new ArrayList<>();

    public InMemoryEventLog(InMemoryRunLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public synchronized void record(EventRecord entry) {
        boolean known =
                all(entry.project())
                        .anyMatch(
                                it ->
                                        it.event().id().equals(entry.event().id())
                                                && it.flow().equals(entry.flow()));
        if (!known) {
            records.add(entry);
        }
    }

    /** Everything that was recorded, in that order: for assertions. */
    public synchronized List<EventRecord> records() {
        return List.copyOf(records);
    }

    @Override
    public synchronized Optional<Trace> trace(ProjectId project, EventId event) {
        Trace trace =
                new Trace(
                        runs(project).filter(run -> run.event().id().equals(event)).toList(),
                        all(project).filter(it -> it.event().id().equals(event)).toList());
        return Optional.of(trace).filter(it -> !it.runs().isEmpty() || !it.refusals().isEmpty());
    }

    @Override
    public synchronized List<EventRecord> stoppedBy(RunKey run) {
        return all(run.project())
                .filter(it -> it.stoppedBy().filter(run.run()::equals).isPresent())
                .sorted(Comparator.comparing(it -> it.event().receivedAt()))
                .limit(MAX_STOPPED)
                .toList();
    }

    @Override
    public synchronized Trace latest(ProjectId project, FanId fan, Instant before, int limit) {
        Stream<Object> runs = runs(project).filter(run -> run.fan().equals(fan)).map(it -> it);
        Stream<Object> refusals =
                all(project).filter(it -> it.fan().filter(fan::equals).isPresent()).map(it -> it);
        List<Object> newest =
                Stream.concat(runs, refusals)
                        .filter(it -> timeOf(it).isBefore(before))
                        .sorted(Comparator.comparing(InMemoryEventLog::timeOf).reversed())
                        .limit(limit)
                        .toList();
        return new Trace(
                newest.stream().filter(Run.class::isInstance).map(Run.class::cast).toList(),
                newest.stream()
                        .filter(EventRecord.class::isInstance)
                        .map(EventRecord.class::cast)
                        .toList());
    }

    private static Instant timeOf(Object runOrRefusal) {
        return runOrRefusal instanceof Run run
                ? run.startedAt()
                : ((EventRecord) runOrRefusal).event().receivedAt();
    }

    private Stream<EventRecord> all(ProjectId project) {
        return records.stream().filter(it -> it.project().equals(project));
    }

    private Stream<Run> runs(ProjectId project) {
        return ledger.all().stream().filter(run -> run.key().project().equals(project));
    }
}

package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.InMemoryRunLedger;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds runs in the in-memory ledger. */
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
                refused(entry.project())
                        .anyMatch(
                                it ->
                                        it.event().id().equals(entry.event().id())
                                                && it.flow().equals(entry.flow()));
        if (!known) {
            records.add(entry);
        }
    }

    /** All records in order, for assertions. */
    public synchronized List<EventRecord> records() {
        return List.copyOf(records);
    }

    @Override
    public synchronized List<EventResult> trace(ProjectId project, EventId event) {
        return eventResults(project).filter(it -> it.event().id().equals(event)).toList();
    }

    @Override
    public synchronized List<EventRecord> stoppedBy(RunKey run) {
        return refused(run.project())
                .filter(it -> it.stoppedBy().filter(run.run()::equals).isPresent())
                .sorted(Comparator.comparing(it -> it.event().receivedAt()))
                .limit(MAX_STOPPED)
                .toList();
    }

    @Override
    public synchronized List<EventResult> latest(
            ProjectId project, FanId fan, Optional<String> before, int limit) {
        return eventResults(project)
                .filter(it -> isOf(fan, it))
                .filter(it -> before.filter(place -> place.compareTo(it.place()) <= 0).isEmpty())
                .sorted(Comparator.comparing(EventResult::place).reversed())
                .limit(limit)
                .toList();
    }

    private static boolean isOf(FanId fan, EventResult eventResult) {
        return switch (eventResult) {
            case EventResult.RunStarted(Run run) -> run.fan().equals(fan);
            case EventResult.NotStarted(EventRecord entry) ->
                    entry.fan().filter(fan::equals).isPresent();
        };
    }

    /** The results of all events of a project. */
    synchronized List<EventResult> all(ProjectId project) {
        return eventResults(project).toList();
    }

    private Stream<EventResult> eventResults(ProjectId project) {
        return Stream.concat(
                runs(project).map(EventResult.RunStarted::new),
                refused(project).map(EventResult.NotStarted::new));
    }

    private Stream<EventRecord> refused(ProjectId project) {
        return records.stream().filter(it -> it.project().equals(project));
    }

    private Stream<Run> runs(ProjectId project) {
        return ledger.all().stream().filter(run -> run.key().project().equals(project));
    }

    /** Removes a record; see {@code InMemoryFanDataStore}. */
    public synchronized boolean remove(ProjectId project, EventId event, Optional<FlowId> flow) {
        return records.removeIf(
                it ->
                        it.project().equals(project)
                                && it.event().id().equals(event)
                                && it.flow().equals(flow));
    }
}

package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.DueRunIndex.DueRun;
import dev.actionflows.domain.testing.Pages;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

public final class InMemoryRunLedger implements RunLedger {
    private static final String START_KEY = "[0-9]{13}#run_[0-9a-z]{26}";
    private static final Pages<Run> NEWEST_FIRST =
            Pages.descending(InMemoryRunLedger::startKey, START_KEY);
    private static final Pages<Run> OLDEST_FIRST =
            Pages.ascending(InMemoryRunLedger::startKey, START_KEY);
    private static final Pages<DueRun> BY_DUE_TIME =
            Pages.ascending(
                    InMemoryRunLedger::dueKey, "[0-9]{13}#prj_[0-9a-z]{16}#run_[0-9a-z]{26}");

    private final Map<RunKey, Run> runs = new HashMap<>();
    private final Map<FlowKey, NavigableMap<String, Run>> byFlow = new HashMap<>();
    private final NavigableMap<String, DueRun> byDueTime = new TreeMap<>();
    private final Map<RunKey, Aside> aside = new HashMap<>();

    private record FlowKey(ProjectId project, FlowId flow) {
        static FlowKey of(Run run) {
            return new FlowKey(run.key().project(), run.flow());
        }
    }

    /**
     * A run that was set aside in this revision.
     *
     * @param dueAt when it is due again
     */
    private record Aside(long revision, Instant since, Instant dueAt) {}

    @Override
    public synchronized Optional<Run> putIfAbsent(Run run) {
        Optional<Run> existing = find(run.key());
        if (existing.isEmpty()) {
            store(run);
        }
        return existing;
    }

    /** The only write, which keeps the lists of runs exact. */
    private void store(Run run) {
        remove(run.key());
        runs.put(run.key(), run);
        byFlow.computeIfAbsent(FlowKey.of(run), _ -> new TreeMap<>()).put(startKey(run), run);
        due(run).ifPresent(it -> byDueTime.put(dueKey(it), it));
    }

    private static String startKey(Run run) {
        return Pages.time(run.startedAt()) + '#' + run.key().run();
    }

    private static String dueKey(DueRun due) {
        return Pages.time(due.at()) + '#' + due.run().project() + '#' + due.run().run();
    }

    private static Optional<DueRun> due(Run run) {
        return run.dueAt().map(at -> new DueRun(run.key(), at));
    }

    @Override
    public synchronized Optional<Run> find(RunKey key) {
        return Optional.ofNullable(runs.get(key));
    }

    @Override
    public synchronized ClaimResult claim(RunKey key, ClaimRequest request) {
        Optional<Run> found = find(key);
        if (found.isEmpty() || !request.fits(found.get())) {
            return new ClaimResult.ClaimRefused(found);
        }
        Run claimed = request.applyTo(found.get());
        return new ClaimResult.Granted(replace(found.get(), claimed).orElseThrow());
    }

    @Override
    public synchronized Optional<Run> replace(Run expected, Run updated) {
        Run current = runs.get(expected.key());
        Run stored = updated.withRevision(expected.revision() + 1);
        if (stored.equals(current)) {
            return Optional.of(stored);
        }
        if (current == null || current.revision() != expected.revision()) {
            return Optional.empty();
        }
        store(stored);
        return Optional.of(stored);
    }

    /** See {@link InMemorySetAsideRunStore}. */
    synchronized void setAside(RunKey key, Instant now) {
        Run run = runs.get(key);
        if (run == null || dueAt(run).filter(due -> !due.isAfter(now)).isEmpty()) {
            return;
        }
        Instant since = aside(run).map(Aside::since).orElse(now);
        aside.put(
                key,
                new Aside(run.revision(), since, now.plus(SetAsideRunStore.backoff(since, now))));
    }

    /** When a run is due, according to the due index and the set-aside store. */
    synchronized Optional<Instant> dueAt(Run run) {
        return aside(run).map(Aside::dueAt).or(run::dueAt);
    }

    synchronized boolean isSetAside(Run run) {
        return run.isSetAside() || aside(run).isPresent();
    }

    /** When a run that was set aside is due again. */
    public synchronized Optional<Instant> asideUntil(Run run) {
        return aside(run).map(Aside::dueAt);
    }

    private Optional<Aside> aside(Run run) {
        return Optional.ofNullable(aside.get(run.key()))
                .filter(it -> it.revision() == run.revision());
    }

    /** A flow's runs, oldest first. */
    synchronized Page<Run> listByStart(
            ProjectId project,
            FlowId flow,
            Predicate<Run> listed,
            Optional<String> cursor,
            int limit) {
        return OLDEST_FIRST.page(ofFlow(project, flow), listed, cursor, limit);
    }

    private NavigableMap<String, Run> ofFlow(ProjectId project, FlowId flow) {
        return byFlow.getOrDefault(new FlowKey(project, flow), Collections.emptyNavigableMap());
    }

    /** The runs with a due time, the earliest first, without those that are set aside. */
    synchronized Page<DueRun> listByDueTime(
            Predicate<DueRun> listed, Optional<String> cursor, int limit) {
        return BY_DUE_TIME.page(
                byDueTime,
                listed.and(due -> find(due.run()).filter(run -> !isSetAside(run)).isPresent()),
                cursor,
                limit);
    }

    /** All runs, in no particular order. */
    public synchronized List<Run> all() {
        return List.copyOf(runs.values());
    }

    @Override
    public synchronized Page<Run> listByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        return NEWEST_FIRST.page(ofFlow(project, flow).descendingMap(), _ -> true, cursor, limit);
    }

    @Override
    public Page<StartedRun> startsByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        Page<Run> page = listByFlow(project, flow, cursor, limit);
        return new Page<>(
                page.items().stream()
                        .map(run -> new StartedRun(run.key(), run.startedAt()))
                        .toList(),
                page.next());
    }

    /** Removes a run; see {@code InMemoryFanDataStore}. */
    public synchronized boolean remove(RunKey key) {
        Run removed = runs.remove(key);
        if (removed == null) {
            return false;
        }
        ofFlow(key.project(), removed.flow()).remove(startKey(removed));
        due(removed).ifPresent(it -> byDueTime.remove(dueKey(it)));
        return true;
    }
}

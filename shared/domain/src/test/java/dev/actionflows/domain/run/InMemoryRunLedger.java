package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Pages;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class InMemoryRunLedger implements RunLedger {
    private static final Pages<Run> RUNS =
            Pages.descending(
                    run -> "%013d#%s".formatted(run.startedAt().toEpochMilli(), run.key().run()),
                    "[0-9]{13}#run_[0-9a-z]{26}");

    private final Map<RunKey, Run> runs = new HashMap<>();
    private final Map<RunKey, Aside> aside = new HashMap<>();

    /**
     * A run that was set aside in this revision.
     *
     * @param dueAt when it is due again
     */
    private record Aside(long revision, Instant since, Instant dueAt) {}

    @Override
    public synchronized Optional<Run> putIfAbsent(Run run) {
        return Optional.ofNullable(runs.putIfAbsent(run.key(), run));
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
        runs.put(stored.key(), stored);
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

    synchronized List<Run> ofFlow(ProjectId project, FlowId flow) {
        return runs.values().stream()
                .filter(run -> run.key().project().equals(project))
                .filter(run -> run.flow().equals(flow))
                .toList();
    }

    /** All runs, in no particular order. */
    public synchronized List<Run> all() {
        return List.copyOf(runs.values());
    }

    @Override
    public synchronized Page<Run> listByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        return RUNS.page(ofFlow(project, flow), cursor, limit);
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
        return runs.remove(key) != null;
    }
}

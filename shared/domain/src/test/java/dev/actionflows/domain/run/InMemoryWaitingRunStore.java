package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Pages;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class InMemoryWaitingRunStore implements WaitingRunStore {
    private static final Pages<WaitingRun> ENTRIES =
            Pages.ascending(entry -> entry.run().run().value(), "run_[0-9a-z]{26}");

    private final Map<String, Map<String, WaitingRun>> entries = new HashMap<>();
    private final Map<ListPage, String> nextPages = new HashMap<>();

    @Override
    public synchronized void add(
            RunKey run, Requirement requirement, String nonce, Instant expiresAt) {
        entries.computeIfAbsent(key(run.project(), requirement), _ -> new HashMap<>())
                .put(run.run().value(), new WaitingRun(run, nonce));
    }

    @Override
    public synchronized Page<WaitingRun> find(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit) {
        return ENTRIES.page(
                entries.getOrDefault(key(project, requirement), Map.of()).values(), cursor, limit);
    }

    @Override
    public synchronized Page<WaitingRun> findBetween(
            ProjectId project, Requirement requirement, String cursor, String next, int limit) {
        return ENTRIES.between(
                entries.getOrDefault(key(project, requirement), Map.of()).values(),
                cursor,
                next,
                limit);
    }

    @Override
    public synchronized void remove(RunKey run, Requirement requirement, WaitingRun entry) {
        entries.getOrDefault(key(run.project(), requirement), Map.of())
                .remove(run.run().value(), entry);
    }

    @Override
    public synchronized Optional<String> continuationOf(ListPage page) {
        return Optional.ofNullable(nextPages.get(page));
    }

    @Override
    public synchronized void addContinuation(ListPage page, String next, Instant now) {
        nextPages.put(page, next);
    }

    private static String key(ProjectId project, Requirement requirement) {
        return project + "/" + requirement.key();
    }

    /** Removes an entry; see {@code InMemoryFanDataStore}. */
    public synchronized boolean remove(RunKey run, Requirement requirement) {
        return entries.getOrDefault(key(run.project(), requirement), new HashMap<>())
                        .remove(run.run().value())
                != null;
    }

    /** Removes all entries of a list; see {@code InMemoryFanDataStore}. */
    public synchronized int removeAll(ProjectId project, Requirement requirement) {
        Map<String, WaitingRun> removed = entries.remove(key(project, requirement));
        return removed == null ? 0 : removed.size();
    }

    /** The keys of the lists that are not empty, for assertions. */
    public synchronized List<String> lists() {
        return entries.entrySet().stream()
                .filter(it -> !it.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}

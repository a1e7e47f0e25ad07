package dev.actionflows.testkit;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.WaitingRuns;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

public final class InMemoryWaitingRuns implements WaitingRuns {
    private final Map<String, TreeMap<String, Entry>> entries = new HashMap<>();

    @Override
    public synchronized void add(
            RunKey run, Requirement requirement, String nonce, Instant expiresAt) {
        entries.computeIfAbsent(key(run.project(), requirement), _ -> new TreeMap<>())
                .put(run.run().value(), new Entry(run, nonce));
    }

    @Override
    public synchronized Page<Entry> find(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit) {
        TreeMap<String, Entry> waiting =
                entries.getOrDefault(key(project, requirement), new TreeMap<>());
        // from the key on, whether or not the entry under it is still there
        return Pages.of(
                cursor.map(after -> waiting.tailMap(after, false).values().stream().toList())
                        .orElseGet(() -> waiting.values().stream().toList()),
                entry -> entry.run().run().value(),
                Optional.empty(),
                limit);
    }

    @Override
    public synchronized void remove(RunKey run, Requirement requirement, Entry entry) {
        entries.getOrDefault(key(run.project(), requirement), new TreeMap<>())
                .remove(run.run().value(), entry);
    }

    private static String key(ProjectId project, Requirement requirement) {
        return project + "/" + requirement.key();
    }
}

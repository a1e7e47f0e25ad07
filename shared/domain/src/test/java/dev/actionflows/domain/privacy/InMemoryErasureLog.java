package dev.actionflows.domain.privacy;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

public final class InMemoryErasureLog implements ErasureLog {
    private final TreeMap<String, Erasure> erasures = new TreeMap<>();
    private final Map<String, ErasureId> byFan = new HashMap<>();
    private final Map<String, Reapplication> reapplications = new HashMap<>();

    @Override
    public synchronized Erasure begin(Erasure erasure) {
        Optional<Erasure> before =
                erasure.fans().stream()
                        .flatMap(fan -> findByFan(erasure.project(), fan).stream())
                        .findFirst();
        if (before.isPresent()) {
            return before.get();
        }
        store(erasure);
        return erasure;
    }

    @Override
    public synchronized Optional<Erasure> find(ProjectId project, ErasureId id) {
        return Optional.ofNullable(erasures.get(project + "/" + id));
    }

    @Override
    public synchronized Optional<Erasure> findByFan(ProjectId project, FanId fan) {
        return Optional.ofNullable(byFan.get(project + "/" + fan)).flatMap(id -> find(project, id));
    }

    @Override
    public synchronized Optional<Erasure> replace(Erasure expected, Erasure updated) {
        Erasure stored = updated.withRevision(expected.revision() + 1);
        Optional<Erasure> current = find(expected.project(), expected.id());
        if (current.filter(stored::equals).isPresent()) {
            return current;
        }
        if (current.filter(it -> it.revision() == expected.revision()).isEmpty()) {
            return Optional.empty();
        }
        store(stored);
        return Optional.of(stored);
    }

    private void store(Erasure erasure) {
        erasures.put(erasure.project() + "/" + erasure.id(), erasure);
        erasure.fans()
                .forEach(fan -> byFan.putIfAbsent(erasure.project() + "/" + fan, erasure.id()));
    }

    @Override
    public synchronized Page<Erasure> list(Optional<String> cursor, int limit) {
        Optional<String> after = Cursor.decode(cursor, Optional::of);
        Map<String, Erasure> rest = after.map(it -> erasures.tailMap(it, false)).orElse(erasures);
        var found = rest.entrySet().stream().limit(limit).toList();
        return new Page<>(
                found.stream().map(Map.Entry::getValue).toList(),
                found.size() < rest.size()
                        ? Optional.of(Cursor.encode(found.getLast().getKey()))
                        : Optional.empty());
    }

    @Override
    public synchronized void record(Reapplication progress) {
        reapplications.put(progress.table(), progress);
    }

    @Override
    public synchronized Optional<Reapplication> reapplication(String table) {
        return Optional.ofNullable(reapplications.get(table));
    }
}

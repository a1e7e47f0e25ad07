package dev.actionflows.domain.analytics;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A change of the histories of fans, with what it changes in the funnels.
 *
 * @param stored the histories to store, with the revision at which they were read
 * @param removed the histories to remove
 * @param stages what to add to the stages of each funnel
 * @param trials those to store or, if there is nothing in them, to remove, with the revision at
 *     which they were read
 * @param figures what to add to the figures of flows
 */
public record FunnelUpdate(
        List<FanHistory> stored,
        List<FanHistory> removed,
        Map<FunnelScope, Map<FunnelStage, Long>> stages,
        List<FanTrials> trials,
        Figures figures) {
    public FunnelUpdate {
        stored = List.copyOf(stored);
        removed = List.copyOf(removed);
        stages = Map.copyOf(stages);
        trials = List.copyOf(trials);
    }

    /** Without trials. */
    public FunnelUpdate(
            List<FanHistory> stored,
            List<FanHistory> removed,
            Map<FunnelScope, Map<FunnelStage, Long>> stages) {
        this(stored, removed, stages, List.of(), Figures.NONE);
    }

    public boolean isEmpty() {
        return stored.isEmpty() && removed.isEmpty() && trials.isEmpty();
    }

    /** Histories as they were read and as they become. */
    static final class Draft {
        private final Map<FanHistory.Id, FanHistory> read = new LinkedHashMap<>();
        private final Map<FanHistory.Id, FanHistory> now = new LinkedHashMap<>();

        void read(FanHistory history) {
            read.put(history.id(), history);
            now.put(history.id(), history);
        }

        FanHistory now(FanHistory.Id id) {
            FanHistory history = now.get(id);
            if (history == null) {
                throw new IllegalStateException("was not read: " + id);
            }
            return history;
        }

        void change(FanHistory history) {
            now.put(history.id(), history);
        }

        void remove(FanHistory.Id id) {
            now.remove(id);
        }

        /**
         * The update. Whoever changes what a fan did for a release also stores what the fan did in
         * the project: its revision then guards against a merge at the same time.
         */
        FunnelUpdate update() {
            Map<FanHistory.Id, FanHistory> stored = new LinkedHashMap<>();
            List<FanHistory> removed =
                    read.values().stream().filter(it -> !now.containsKey(it.id())).toList();
            Map<FunnelScope, Map<FunnelStage, Long>> stages = new HashMap<>();
            read.forEach(
                    (id, before) -> {
                        FanHistory after = now.get(id);
                        if (before.equals(after)) {
                            return;
                        }
                        if (after != null) {
                            stored.put(id, after);
                        }
                        if (id.scope().release().isPresent()) {
                            FanHistory.Id guard = id.ofProject();
                            stored.putIfAbsent(guard, now(guard));
                        }
                        Map<FunnelStage, Long> changed =
                                stages.computeIfAbsent(id.scope(), _ -> new HashMap<>());
                        before.counted().addTo(changed, -1);
                        if (after != null) {
                            after.counted().addTo(changed, 1);
                        }
                    });
            stages.values().forEach(it -> it.values().removeIf(count -> count == 0));
            stages.values().removeIf(Map::isEmpty);
            return new FunnelUpdate(List.copyOf(stored.values()), removed, stages);
        }
    }
}

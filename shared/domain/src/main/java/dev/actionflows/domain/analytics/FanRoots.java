package dev.actionflows.domain.analytics;

import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The histories of fans in their projects, and for each fan the one that holds everything, because
 * records of the same fan point to it.
 */
final class FanRoots {
    private final Map<FanHistory.Id, FanHistory> histories = new HashMap<>();

    private FanRoots() {}

    static FanRoots read(FunnelStore funnels, Collection<FanHistory.Id> fans) {
        FanRoots roots = new FanRoots();
        Set<FanHistory.Id> read = new LinkedHashSet<>();
        Set<FanHistory.Id> next = new LinkedHashSet<>(fans);
        for (int merges = 0; merges <= FanLookup.MAX_MERGES && read.addAll(next); merges++) {
            roots.histories.putAll(funnels.find(next));
            Set<FanHistory.Id> pointed = new LinkedHashSet<>();
            for (FanHistory.Id id : next) {
                Optional.ofNullable(roots.histories.get(id))
                        .flatMap(FanHistory::mergedInto)
                        .ifPresent(kept -> pointed.add(new FanHistory.Id(id.scope(), kept)));
            }
            pointed.removeAll(read);
            next = pointed;
        }
        return roots;
    }

    static FanHistory.Id id(ProjectId project, FanId fan) {
        return new FanHistory.Id(new FunnelScope(project, Optional.empty()), fan);
    }

    /**
     * The history that holds everything of a fan.
     *
     * @return empty if the fan was erased
     */
    Optional<FanHistory> of(FanHistory.Id fan) {
        Optional<FanHistory> history = Optional.ofNullable(histories.get(fan));
        for (int merges = 0; merges <= FanLookup.MAX_MERGES; merges++) {
            Optional<FanId> kept = history.flatMap(FanHistory::mergedInto);
            if (kept.isEmpty()) {
                return history;
            }
            FanHistory.Id next = new FanHistory.Id(fan.scope(), kept.get());
            history = Optional.ofNullable(histories.get(next));
        }
        throw new IllegalStateException(
                "the histories of merged records go in circles: " + fan.fan());
    }
}

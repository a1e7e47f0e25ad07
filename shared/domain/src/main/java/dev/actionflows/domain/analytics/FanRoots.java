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
        return Optional.ofNullable(histories.get(follow(fan, histories)));
    }

    /** Where the pointers end that begin with this fan's. */
    static FanHistory.Id follow(FanHistory.Id fan, Map<FanHistory.Id, FanHistory> histories) {
        FanHistory.Id last = fan;
        for (int merges = 0; merges <= FanLookup.MAX_MERGES; merges++) {
            Optional<FanId> kept =
                    Optional.ofNullable(histories.get(last)).flatMap(FanHistory::mergedInto);
            if (kept.isEmpty()) {
                return last;
            }
            last = new FanHistory.Id(fan.scope(), kept.get());
        }
        throw circle(fan.fan());
    }

    static IllegalStateException circle(FanId fan) {
        return new IllegalStateException("the histories of merged records go in circles: " + fan);
    }
}

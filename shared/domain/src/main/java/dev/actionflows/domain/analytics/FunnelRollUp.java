package dev.actionflows.domain.analytics;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Counts how far fans have come: how many have acted once, twice and so on, and have returned. What
 * a fan did is kept with the fan, so that an action that is delivered again, late or under a former
 * id of the fan counts once.
 *
 * <p>A merge of two records points from one history to the other, which then holds both. Whoever
 * finds a pointer follows it. A history is written only at the revision at which it was read, and
 * what a fan did for a release only together with what the fan did in the project, so that nothing
 * is added to a history that was merged meanwhile.
 */
public final class FunnelRollUp {
    /**
     * The most histories and funnels that are written at once: DynamoDB's transactions hold 100
     * writes.
     */
    static final int MAX_WRITES = 100;

    private static final int MAX_ATTEMPTS = 10;

    private final FunnelStore funnels;
    private final FunnelObserver observer;

    public FunnelRollUp(FunnelStore funnels, FunnelObserver observer) {
        this.funnels = funnels;
        this.observer = observer;
    }

    /**
     * Counts changes.
     *
     * @param shard of the table's stream
     * @param changes any of them may have been delivered before
     * @throws RuntimeException if not all is done; the changes must be delivered again
     */
    public void receive(String shard, List<FanChange> changes) {
        List<FanChange.Acted> actions = new ArrayList<>();
        for (FanChange change : changes) {
            switch (change) {
                case FanChange.Acted acted -> actions.add(acted);
                case FanChange.Merged merged -> merge(shard, merged);
                case FanChange.Tried _, FanChange.Clicked _ -> {}
            }
        }
        List<FanChange.Acted> next = new ArrayList<>();
        Set<Object> written = new HashSet<>();
        for (FanChange.Acted action : actions) {
            Set<Object> more = written(action);
            more.addAll(written);
            if (more.size() > MAX_WRITES) {
                count(shard, next);
                next.clear();
                written.clear();
            }
            next.add(action);
            written.addAll(written(action));
        }
        count(shard, next);
    }

    /** What an action may write: the fan's histories, and the funnels. */
    private static Set<Object> written(FanChange.Acted action) {
        Set<Object> written = new HashSet<>();
        for (FanHistory.Id id : idsOf(action, action.fan())) {
            written.add(id);
            written.add(id.scope());
        }
        return written;
    }

    private void count(String shard, List<FanChange.Acted> actions) {
        List<FanChange.Acted> counted = List.copyOf(actions);
        write(shard, () -> counting(counted));
    }

    private void write(String shard, Supplier<FunnelUpdate> update) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            FunnelUpdate next = update.get();
            if (next.isEmpty()) {
                return;
            }
            if (funnels.write(next, shard)) {
                observe(next);
                return;
            }
        }
        throw new ProblemException(ErrorCode.TRY_AGAIN, "the history of a fan keeps changing");
    }

    private void observe(FunnelUpdate written) {
        written.stages()
                .forEach(
                        (scope, fans) -> {
                            if (scope.release().isEmpty()) {
                                observer.reached(scope, fans);
                            }
                        });
    }

    private FunnelUpdate counting(List<FanChange.Acted> actions) {
        FunnelUpdate.Draft draft = new FunnelUpdate.Draft();
        Set<FanHistory.Id> asked = new LinkedHashSet<>();
        actions.forEach(it -> asked.addAll(idsOf(it, it.fan())));
        Set<FanHistory.Id> read = new HashSet<>();
        Map<FanHistory.Id, FanHistory> found = new HashMap<>();
        while (read.addAll(asked)) {
            found.putAll(funnels.find(asked));
            asked.clear();
            actions.forEach(action -> asked.addAll(idsOf(action, rootOf(action, found))));
            asked.removeAll(read);
        }
        found.values().forEach(draft::read);
        for (FanChange.Acted action : actions) {
            // nothing of a fan who was erased
            idsOf(action, rootOf(action, found)).stream()
                    .filter(found::containsKey)
                    .map(draft::now)
                    .forEach(now -> draft.change(now.with(action)));
        }
        return draft.update();
    }

    /** The fan whose history holds everything; the fan itself, if the fan was erased. */
    private static FanId rootOf(FanChange.Acted action, Map<FanHistory.Id, FanHistory> found) {
        return FanRoots.follow(FanRoots.id(action.project(), action.fan()), found).fan();
    }

    private static List<FanHistory.Id> idsOf(FanChange.Acted action, FanId fan) {
        FanHistory.Id inProject = FanRoots.id(action.project(), fan);
        return action.release()
                .map(
                        release ->
                                List.of(
                                        inProject,
                                        new FanHistory.Id(
                                                new FunnelScope(
                                                        action.project(), Optional.of(release)),
                                                fan)))
                .orElseGet(() -> List.of(inProject));
    }

    private void merge(String shard, FanChange.Merged merged) {
        ProjectId project = merged.project();
        write(shard, () -> pointing(project, merged));
        // of every record on the way, since an earlier delivery may have died here
        for (FanHistory passed : way(project, merged.given())) {
            if (passed.mergedInto().isPresent()) {
                for (FanHistory ofRelease : funnels.releasesOf(project, passed.id().fan())) {
                    write(shard, () -> moving(ofRelease.id()));
                }
            }
        }
    }

    /** One history comes to hold both, and the other points to it. */
    private FunnelUpdate pointing(ProjectId project, FanChange.Merged merged) {
        FunnelUpdate.Draft draft = new FunnelUpdate.Draft();
        List<FanHistory> wayOfGiven = way(project, merged.given());
        List<FanHistory> wayOfKept = way(project, merged.kept());
        if (wayOfGiven.isEmpty() || wayOfKept.isEmpty()) {
            return draft.update();
        }
        FanHistory given = wayOfGiven.getLast();
        FanHistory kept = wayOfKept.getLast();
        if (!given.id().equals(kept.id())) {
            draft.read(given);
            draft.read(kept);
            draft.change(kept.with(kept.history().and(given.history())));
            draft.change(given.mergedInto(kept.id().fan()));
        }
        return draft.update();
    }

    /**
     * The histories from that of this fan to the one that holds them all; empty if one of the fans
     * was erased.
     */
    private List<FanHistory> way(ProjectId project, FanId fan) {
        List<FanHistory> way = new ArrayList<>();
        FanId next = fan;
        while (way.size() <= FanLookup.MAX_MERGES) {
            FanHistory.Id id = FanRoots.id(project, next);
            FanHistory history = funnels.find(List.of(id)).get(id);
            if (history == null) {
                return List.of();
            }
            way.add(history);
            if (history.mergedInto().isEmpty()) {
                return way;
            }
            next = history.mergedInto().get();
        }
        throw FanRoots.circle(fan);
    }

    /**
     * What a merged record did for a release becomes part of what the fan did for it. The fan is
     * looked up for each attempt: the record that held everything may have been merged meanwhile,
     * and whoever did that saw nothing of this release to move.
     */
    private FunnelUpdate moving(FanHistory.Id from) {
        FunnelUpdate.Draft draft = new FunnelUpdate.Draft();
        List<FanHistory> way = way(from.scope().project(), from.fan());
        if (way.size() < 2) {
            return draft.update();
        }
        FanHistory.Id to = new FanHistory.Id(from.scope(), way.getLast().id().fan());
        Map<FanHistory.Id, FanHistory> releases = funnels.find(List.of(from, to));
        FanHistory moved = releases.get(from);
        FanHistory target = releases.get(to);
        if (moved == null || target == null || moved.revision() == 0) {
            return draft.update();
        }
        // as they were when the way was looked up: if they have changed, this is tried again
        draft.read(way.getFirst());
        draft.read(way.getLast());
        draft.read(moved);
        draft.read(target);
        draft.change(target.with(target.history().and(moved.history())));
        draft.remove(from);
        return draft.update();
    }
}

package dev.actionflows.domain.analytics;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
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
     * The most actions that are counted at once. Each writes up to two histories and the stages of
     * two funnels, and DynamoDB's transactions hold 100 writes.
     */
    static final int MAX_ACTIONS_AT_ONCE = 20;

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
            }
        }
        for (int from = 0; from < actions.size(); from += MAX_ACTIONS_AT_ONCE) {
            List<FanChange.Acted> next =
                    actions.subList(from, Math.min(actions.size(), from + MAX_ACTIONS_AT_ONCE));
            write(shard, () -> counting(next));
        }
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
                    .forEach(now -> draft.change(now.with(now.history().with(action))));
        }
        return draft.update();
    }

    private static FanId rootOf(FanChange.Acted action, Map<FanHistory.Id, FanHistory> found) {
        FanId fan = action.fan();
        while (true) {
            FanHistory history = found.get(projectId(action.project(), fan));
            if (history == null || history.mergedInto().isEmpty()) {
                return fan;
            }
            fan = history.mergedInto().get();
        }
    }

    private static List<FanHistory.Id> idsOf(FanChange.Acted action, FanId fan) {
        FanHistory.Id inProject = projectId(action.project(), fan);
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

    private static FanHistory.Id projectId(ProjectId project, FanId fan) {
        return new FanHistory.Id(new FunnelScope(project, Optional.empty()), fan);
    }

    private void merge(String shard, FanChange.Merged merged) {
        ProjectId project = merged.project();
        write(shard, () -> pointing(project, merged));
        // of every record on the way, since an earlier delivery may have died here
        List<FanHistory> way = way(project, merged.given());
        if (way.isEmpty()) {
            return;
        }
        FanId root = way.getLast().id().fan();
        for (FanHistory passed : way.subList(0, way.size() - 1)) {
            for (FanHistory ofRelease : funnels.releasesOf(project, passed.id().fan())) {
                write(shard, () -> moving(ofRelease.id(), root));
            }
        }
    }

    /** One history comes to hold both, and the other points to it. */
    private FunnelUpdate pointing(ProjectId project, FanChange.Merged merged) {
        FunnelUpdate.Draft draft = new FunnelUpdate.Draft();
        List<FanHistory> wayOfGiven = way(project, merged.given());
        List<FanHistory> wayOfKept = way(project, merged.kept());
        if (wayOfGiven.isEmpty()
                || wayOfKept.isEmpty()
                || wayOfGiven.getLast().equals(wayOfKept.getLast())) {
            return draft.update();
        }
        FanHistory given = wayOfGiven.getLast();
        FanHistory kept = wayOfKept.getLast();
        draft.read(given);
        draft.read(kept);
        draft.change(kept.with(kept.history().and(given.history())));
        draft.change(given.mergedInto(kept.id().fan()));
        return draft.update();
    }

    /**
     * The histories from that of this fan to the one that holds them all; empty if one of the fans
     * was erased.
     */
    private List<FanHistory> way(ProjectId project, FanId fan) {
        List<FanHistory> way = new ArrayList<>();
        Optional<FanId> next = Optional.of(fan);
        while (next.isPresent()) {
            FanHistory.Id id = projectId(project, next.get());
            FanHistory history = funnels.find(List.of(id)).get(id);
            if (history == null) {
                return List.of();
            }
            way.add(history);
            next = history.mergedInto();
        }
        return way;
    }

    private FunnelUpdate moving(FanHistory.Id from, FanId root) {
        FunnelUpdate.Draft draft = new FunnelUpdate.Draft();
        FanHistory.Id to = new FanHistory.Id(from.scope(), root);
        Map<FanHistory.Id, FanHistory> found =
                funnels.find(List.of(from, from.ofProject(), to, to.ofProject()));
        found.values().forEach(draft::read);
        if (found.containsKey(from) && found.containsKey(to)) {
            draft.change(
                    draft.now(to).with(draft.now(to).history().and(draft.now(from).history())));
            draft.remove(from);
        }
        return draft.update();
    }
}

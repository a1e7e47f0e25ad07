package dev.actionflows.domain.analytics;

import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Forgets the histories of fans who are gone, as they are erased with the fans. */
public final class InMemoryFunnelStore implements FunnelStore {
    private final FanLookup fans;
    private final Map<FanHistory.Id, FanHistory> histories = new HashMap<>();
    private final Map<FunnelScope, Map<FunnelStage, Long>> stages = new HashMap<>();
    private final Map<FanTrials.Id, FanTrials> trials = new HashMap<>();
    private final Consumer<Figures> figures;
    private int writes;

    /**
     * @param figures where the figures of trials are counted
     */
    public InMemoryFunnelStore(FanLookup fans, Consumer<Figures> figures) {
        this.fans = fans;
        this.figures = figures;
    }

    public InMemoryFunnelStore(FanLookup fans) {
        this(fans, _ -> {});
    }

    @Override
    public synchronized Map<FanHistory.Id, FanHistory> find(Collection<FanHistory.Id> ids) {
        Map<FanHistory.Id, FanHistory> found = new HashMap<>();
        for (FanHistory.Id id : ids) {
            if (exists(id)) {
                found.put(id, histories.getOrDefault(id, FanHistory.none(id)));
            }
        }
        return found;
    }

    private boolean exists(FanHistory.Id id) {
        return fans.find(id.scope().project(), id.fan()).isPresent();
    }

    @Override
    public synchronized List<FanHistory> releasesOf(ProjectId project, FanId fan) {
        return histories.values().stream()
                .filter(it -> it.id().fan().equals(fan))
                .filter(it -> it.id().scope().project().equals(project))
                .filter(it -> it.id().scope().release().isPresent())
                .toList();
    }

    @Override
    public synchronized Map<FanTrials.Id, FanTrials> trials(Collection<FanTrials.Id> ids) {
        return ids.stream()
                .distinct()
                .collect(
                        Collectors.toUnmodifiableMap(
                                it -> it, it -> trials.getOrDefault(it, FanTrials.none(it))));
    }

    @Override
    public synchronized List<FanTrials> trialsOf(ProjectId project, FanId fan) {
        return trials.values().stream()
                .filter(it -> it.id().fan().equals(fan))
                .filter(it -> it.id().flow().project().equals(project))
                .toList();
    }

    @Override
    public synchronized boolean write(FunnelUpdate update, String writer) {
        boolean unchanged =
                Stream.concat(update.stored().stream(), update.removed().stream())
                        .allMatch(
                                it ->
                                        histories
                                                        .getOrDefault(
                                                                it.id(), FanHistory.none(it.id()))
                                                        .revision()
                                                == it.revision());
        boolean sameTrials =
                update.trials().stream()
                        .allMatch(
                                it ->
                                        trials.getOrDefault(it.id(), FanTrials.none(it.id()))
                                                        .revision()
                                                == it.revision());
        if (!unchanged || !sameTrials) {
            return false;
        }
        Set<FigureKey> days = update.figures().counts().keySet();
        int size =
                update.stored().size()
                        + update.removed().size()
                        + update.stages().size()
                        + update.trials().size()
                        + days.size()
                        + (int) days.stream().map(FigureKey::of).distinct().count();
        if (size > FunnelRollUp.MAX_WRITES) {
            throw new IllegalArgumentException("too many writes for a transaction: " + size);
        }
        writes++;
        update.stored()
                .forEach(
                        it ->
                                histories.put(
                                        it.id(),
                                        new FanHistory(
                                                it.id(),
                                                it.history(),
                                                it.mergedInto(),
                                                it.revision() + 1)));
        update.removed().forEach(it -> histories.remove(it.id()));
        update.trials()
                .forEach(
                        it ->
                                trials.put(
                                        it.id(),
                                        new FanTrials(it.id(), it.trials(), it.revision() + 1)));
        trials.values().removeIf(it -> it.trials().isEmpty());
        figures.accept(update.figures());
        update.stages()
                .forEach(
                        (scope, changes) ->
                                changes.forEach(
                                        (stage, count) ->
                                                stages.computeIfAbsent(scope, _ -> new HashMap<>())
                                                        .merge(stage, count, Long::sum)));
        return true;
    }

    @Override
    public synchronized Map<FunnelStage, Long> stages(FunnelScope scope) {
        Map<FunnelStage, Long> found = new HashMap<>(stages.getOrDefault(scope, Map.of()));
        found.values().removeIf(it -> it <= 0);
        return found;
    }

    /** Forgets what a fan did, as erasing the fan does. */
    public synchronized void remove(ProjectId project, FanId fan) {
        histories
                .keySet()
                .removeIf(it -> it.fan().equals(fan) && it.scope().project().equals(project));
        trials.keySet().removeIf(it -> it.fan().equals(fan) && it.flow().project().equals(project));
    }

    /** How fans fared in trials, for assertions. */
    public synchronized Collection<FanTrials> allTrials() {
        return List.copyOf(trials.values());
    }

    /** How often it was written to, for assertions. */
    public synchronized int writes() {
        return writes;
    }

    /** The funnels, for assertions. */
    public synchronized Collection<FunnelScope> scopes() {
        return List.copyOf(stages.keySet());
    }
}

package dev.actionflows.domain.analytics;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.run.StepKey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Counts how fans fared in the experiments of flows: how many were sent each variant, or held out,
 * and how many of them clicked or acted. Each fan counts once per trial, whatever is delivered
 * again or late, and in whichever order.
 *
 * <p>Trials are written only together with the fan's history, at the revision at which both were
 * read. So whoever comes second of an action and the trial that it belongs to sees the other, and
 * nothing is added to a record that was merged meanwhile.
 */
public final class TrialRollUp {
    /** The most fans whose changes are read at once. */
    static final int MAX_FANS = 16;

    /** DynamoDB's transactions hold 100 writes. */
    private static final int MAX_WRITES = 100;

    /** The most numbers of one counter: an expression has at most 4 KB. */
    private static final int MAX_NUMBERS = 200;

    private static final int MAX_ATTEMPTS = 10;

    private final FunnelStore funnels;
    private final RunTrialReader runs;
    private final LinkStore links;

    public TrialRollUp(FunnelStore funnels, RunTrialReader runs, LinkStore links) {
        this.funnels = funnels;
        this.runs = runs;
        this.links = links;
    }

    /**
     * Counts changes.
     *
     * @param shard of the table's stream
     * @param changes that {@link FunnelRollUp} has received before; any of them may have been
     *     delivered before
     * @throws RuntimeException if not all is done; the changes must be delivered again
     */
    public void receive(String shard, List<FanChange> changes) {
        Map<FanHistory.Id, List<FanChange.Tried>> next = new LinkedHashMap<>();
        for (FanChange change : changes) {
            switch (change) {
                case FanChange.Acted acted -> add(next, acted.project(), acted.fan(), List.of());
                case FanChange.Tried tried ->
                        add(next, tried.project(), tried.fan(), List.of(withClicks(tried)));
                case FanChange.Clicked clicked ->
                        clicked(clicked)
                                .ifPresent(it -> add(next, it.project(), it.fan(), List.of(it)));
                case FanChange.Merged merged -> merge(shard, merged);
            }
            if (next.size() == MAX_FANS) {
                count(shard, next);
            }
        }
        count(shard, next);
    }

    private static void add(
            Map<FanHistory.Id, List<FanChange.Tried>> next,
            ProjectId project,
            FanId fan,
            List<FanChange.Tried> tried) {
        next.computeIfAbsent(FanRoots.id(project, fan), _ -> new ArrayList<>()).addAll(tried);
    }

    /** The fan may have clicked before it was recorded that the message was sent. */
    private FanChange.Tried withClicks(FanChange.Tried tried) {
        Map<Trial, Participation> trials = new HashMap<>(tried.trials());
        trials.replaceAll(
                (trial, it) ->
                        trial.step()
                                .flatMap(step -> clickedAt(new StepKey(tried.run(), step)))
                                .map(it::clicked)
                                .orElse(it));
        return new FanChange.Tried(tried.run(), tried.flow(), tried.fan(), trials);
    }

    private Optional<Instant> clickedAt(StepKey step) {
        return links.find(LinkCode.of(step.messageKey()))
                .flatMap(it -> it.visits().firstClickedAt());
    }

    /** The trial of the message that was clicked; empty if it is not compared with another one. */
    private Optional<FanChange.Tried> clicked(FanChange.Clicked click) {
        Trial trial = Trial.ofStep(click.step().index());
        return runs.find(click.step().run())
                .filter(run -> run.trials().containsKey(trial))
                .map(
                        run ->
                                new FanChange.Tried(
                                        run.run(),
                                        run.flow(),
                                        run.fan(),
                                        clicked(run.trials(), trial, click.at())));
    }

    private static Map<Trial, Participation> clicked(
            Map<Trial, Participation> trials, Trial trial, Instant at) {
        Map<Trial, Participation> clicked = new HashMap<>(trials);
        clicked.computeIfPresent(trial, (_, it) -> it.clicked(at));
        return clicked;
    }

    private void count(String shard, Map<FanHistory.Id, List<FanChange.Tried>> changes) {
        Map<FanHistory.Id, List<FanChange.Tried>> counted = Map.copyOf(changes);
        changes.clear();
        write(shard, () -> counting(counted));
    }

    /**
     * @param isWhole whether nothing more is to be written
     */
    private record Part(FunnelUpdate update, boolean isWhole) {}

    private void write(String shard, Supplier<Part> parts) {
        int attempt = 0;
        while (attempt < MAX_ATTEMPTS) {
            Part part = parts.get();
            boolean done = part.update().isEmpty() || funnels.write(part.update(), shard);
            if (done && part.isWhole()) {
                return;
            }
            if (!done) {
                attempt++;
            }
        }
        throw new ProblemException(ErrorCode.TRY_AGAIN, "the trials of a fan keep changing");
    }

    private Part counting(Map<FanHistory.Id, List<FanChange.Tried>> changes) {
        FanRoots roots = FanRoots.read(funnels, changes.keySet());
        Draft draft = new Draft();
        changes.forEach(
                (fan, tried) ->
                        // nothing of a fan who was erased
                        roots.of(fan).ifPresent(history -> draft.add(history, tried)));
        return draft.part();
    }

    /** The trials of a merged record become trials of the one that holds everything. */
    private void merge(String shard, FanChange.Merged merged) {
        // of every record on the way, since an earlier delivery may have died here
        Optional<FanId> next = Optional.of(merged.given());
        while (next.isPresent()) {
            FanHistory.Id id = FanRoots.id(merged.project(), next.get());
            Optional<FanHistory> passed = Optional.ofNullable(funnels.find(List.of(id)).get(id));
            if (passed.flatMap(FanHistory::mergedInto).isPresent()) {
                // a version that knows no trials may have dropped them from the history
                for (FanTrials trials : funnels.trialsOf(merged.project(), next.get())) {
                    ActionHistory.TriedVersion version = trials.version();
                    write(shard, () -> moving(id, version));
                }
            }
            next = passed.flatMap(FanHistory::mergedInto);
        }
        // what either record did counts for the trials of both
        FanHistory.Id given = FanRoots.id(merged.project(), merged.given());
        write(shard, () -> counting(Map.of(given, List.of())));
    }

    private Part moving(FanHistory.Id from, ActionHistory.TriedVersion version) {
        Draft draft = new Draft();
        FanRoots.read(funnels, List.of(from))
                .of(from)
                .filter(root -> !root.id().equals(from))
                .ifPresent(root -> draft.move(from, root, version));
        return draft.part();
    }

    /** Trials as they were read and as they become. */
    private final class Draft {
        private final Map<FanHistory.Id, FanHistory> histories = new LinkedHashMap<>();
        private final Map<FanTrials.Id, FanTrials> read = new HashMap<>();
        private final Map<FanTrials.Id, FanTrials> now = new LinkedHashMap<>();

        void add(FanHistory root, List<FanChange.Tried> tried) {
            FanHistory history = histories.getOrDefault(root.id(), root);
            for (FanChange.Tried more : tried) {
                history =
                        history.with(
                                history.history()
                                        .withTrial(
                                                new ActionHistory.TriedVersion(
                                                        more.flow().flow(),
                                                        more.flow().version())));
            }
            histories.put(root.id(), history);
            read(history);
            for (FanChange.Tried more : tried) {
                FanTrials.Id id = new FanTrials.Id(more.flow(), root.id().fan());
                now.computeIfPresent(id, (_, it) -> it.and(more.trials()));
            }
            for (FanTrials.Id id : FanTrials.idsOf(history)) {
                FanHistory holder = history;
                now.computeIfPresent(id, (_, it) -> it.acted(holder.history().latest()));
            }
        }

        void move(FanHistory.Id from, FanHistory root, ActionHistory.TriedVersion version) {
            histories.put(root.id(), root.with(root.history().withTrial(version)));
            FanTrials.Id given = FanTrials.id(from, version.flow(), version.version());
            FanTrials.Id kept = FanTrials.id(root.id(), version.flow(), version.version());
            read.putAll(funnels.trials(List.of(given, kept)));
            Map<Trial, Participation> moved = trials(given).trials();
            // in this order: if they need two transactions, the second reads again what is moved
            now.put(kept, trials(kept).and(moved).acted(root.history().latest()));
            now.put(given, new FanTrials(given, Map.of(), trials(given).revision()));
        }

        private FanTrials trials(FanTrials.Id id) {
            return Optional.ofNullable(read.get(id)).orElseGet(() -> FanTrials.none(id));
        }

        private void read(FanHistory history) {
            List<FanTrials.Id> ids =
                    FanTrials.idsOf(history).stream().filter(it -> !read.containsKey(it)).toList();
            if (!ids.isEmpty()) {
                Map<FanTrials.Id, FanTrials> found = funnels.trials(ids);
                read.putAll(found);
                now.putAll(found);
            }
        }

        /** As many of the changes as fit into one transaction. */
        Part part() {
            Figures.Sum figures = new Figures.Sum();
            Map<FlowVersionKey, Set<Figure>> numbers = new HashMap<>();
            Set<FigureKey> days = new HashSet<>();
            Set<FanHistory> guards = new LinkedHashSet<>();
            List<FanTrials> changed = new ArrayList<>();
            for (FanTrials after : now.values()) {
                FanTrials before = trials(after.id());
                if (after.equals(before)) {
                    continue;
                }
                Figures added = after.figures().since(before.figures());
                Set<Figure> ofVersion =
                        numbers.computeIfAbsent(after.id().flow(), _ -> new HashSet<>());
                added.counts().values().forEach(it -> ofVersion.addAll(it.keySet()));
                days.addAll(added.counts().keySet());
                // each trial with its fan's history, and each version's day and total
                int writes = 2 * (changed.size() + 1) + days.size() + numbers.size();
                boolean fits = writes <= MAX_WRITES && ofVersion.size() <= MAX_NUMBERS;
                if (!fits && !changed.isEmpty()) {
                    return part(guards, changed, figures, false);
                }
                figures.add(added, 1);
                changed.add(after);
                Optional.ofNullable(
                                histories.get(
                                        FanRoots.id(after.id().flow().project(), after.id().fan())))
                        .ifPresent(guards::add);
            }
            return part(guards, changed, figures, true);
        }

        private static Part part(
                Set<FanHistory> guards,
                List<FanTrials> changed,
                Figures.Sum figures,
                boolean isWhole) {
            return new Part(
                    new FunnelUpdate(
                            List.copyOf(guards), List.of(), Map.of(), changed, figures.figures()),
                    isWhole);
        }
    }
}

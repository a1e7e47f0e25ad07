package dev.actionflows.domain.analytics;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a fan fared in the trials of a version of a flow, as it is stored.
 *
 * @param revision incremented by each change; 0 if it is not stored yet
 */
public record FanTrials(Id id, Map<Trial, Participation> trials, long revision) {
    public FanTrials {
        trials = Map.copyOf(trials);
    }

    /** A fan and a version of a flow. */
    public record Id(FlowVersionKey flow, FanId fan) {}

    /** What the fan's history knows it by. */
    ActionHistory.TriedVersion version() {
        return new ActionHistory.TriedVersion(id.flow().flow(), id.flow().version());
    }

    /** Those that may exist for a fan, by the fan's history in the project. */
    static List<Id> idsOf(FanHistory history) {
        return history.history().trials().stream()
                .map(it -> id(history.id(), it.flow(), it.version()))
                .toList();
    }

    static Id id(FanHistory.Id fan, FlowId flow, int version) {
        return new Id(new FlowVersionKey(fan.scope().project(), flow, version), fan.fan());
    }

    /** Of a fan who has entered none. */
    public static FanTrials none(Id id) {
        return new FanTrials(id, Map.of(), 0);
    }

    /** With those of another record, or another run, of the same fan. */
    FanTrials and(Map<Trial, Participation> more) {
        Map<Trial, Participation> both = new HashMap<>(trials);
        more.forEach((trial, it) -> both.merge(trial, it, Participation::and));
        return new FanTrials(id, both, revision);
    }

    /** With what the fan did. */
    FanTrials acted(Collection<Instant> actions) {
        Map<Trial, Participation> acted = new HashMap<>(trials);
        acted.replaceAll((_, it) -> it.acted(actions));
        return new FanTrials(id, acted, revision);
    }

    /** What counts of it. */
    Figures figures() {
        Figures.Sum sum = new Figures.Sum();
        trials.forEach(
                (trial, it) -> {
                    add(sum, new Figure.Trials(trial, it.arm(), TrialFigure.FANS), it.at());
                    reached(sum, trial, it, TrialFigure.CLICKED, it.clickedAt());
                    reached(sum, trial, it, TrialFigure.ACTED, it.actedAt());
                });
        return sum.figures();
    }

    private void reached(
            Figures.Sum sum,
            Trial trial,
            Participation it,
            TrialFigure goal,
            Optional<Instant> at) {
        at.ifPresent(when -> add(sum, new Figure.Trials(trial, it.arm(), goal), when));
        at.filter(when -> FigureKey.day(when).equals(FigureKey.day(it.at())))
                .ifPresent(
                        when -> add(sum, new Figure.Trials(trial, it.arm(), goal.sameDay()), when));
    }

    private void add(Figures.Sum sum, Figure figure, Instant at) {
        sum.add(FigureKey.at(id.flow(), at), figure, 1);
    }
}

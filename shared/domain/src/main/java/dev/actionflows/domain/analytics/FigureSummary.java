package dev.actionflows.domain.analytics;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Figures that belong together, such as those of a version or a day. */
public record FigureSummary(Map<Figure, Long> figures) {
    public static final FigureSummary NONE = new FigureSummary(Map.of());

    public FigureSummary {
        figures = Map.copyOf(figures);
    }

    /** Both together. */
    public FigureSummary plus(Map<Figure, Long> more) {
        Map<Figure, Long> sum = new HashMap<>(figures);
        more.forEach((figure, count) -> sum.merge(figure, count, Long::sum));
        return new FigureSummary(sum);
    }

    /** Runs in this state. */
    public long runs(String state) {
        return sum(new Figure.Runs(state)::equals);
    }

    /** Steps with this outcome, of all reasons. */
    public long steps(String outcome) {
        return sum(it -> it instanceof Figure.Steps steps && steps.outcome().equals(outcome));
    }

    /** Steps with this outcome and reason. */
    public long steps(String outcome, String reason) {
        return sum(
                it ->
                        it instanceof Figure.Steps steps
                                && steps.outcome().equals(outcome)
                                && steps.reason().equals(reason));
    }

    /** What is counted of messages. */
    public long messages(MessageFigure what) {
        return sum(it -> it instanceof Figure.Messages messages && messages.what() == what);
    }

    /** Fans in an arm of a trial. */
    public long trial(Trial trial, String arm, TrialFigure what) {
        return figures.getOrDefault(new Figure.Trials(trial, arm, what), 0L);
    }

    /** The outcomes with their reasons, in alphabetical order, each with its count. */
    public SortedMap<Outcome, Long> outcomes() {
        SortedMap<Outcome, Long> outcomes = new TreeMap<>();
        figures.forEach(
                (figure, count) -> {
                    if (figure instanceof Figure.Steps steps) {
                        outcomes.merge(
                                new Outcome(steps.outcome(), steps.reason()), count, Long::sum);
                    }
                });
        return outcomes;
    }

    /** An outcome and its reason. */
    public record Outcome(String outcome, String reason) implements Comparable<Outcome> {
        @Override
        public int compareTo(Outcome other) {
            int byOutcome = outcome.compareTo(other.outcome);
            return byOutcome == 0 ? reason.compareTo(other.reason) : byOutcome;
        }
    }

    /** The figures of each step, by its index. */
    public SortedMap<Integer, FigureSummary> byStep() {
        SortedMap<Integer, Map<Figure, Long>> steps = new TreeMap<>();
        figures.forEach(
                (figure, count) -> {
                    switch (figure) {
                        case Figure.Steps of ->
                                steps.computeIfAbsent(of.step(), _ -> new HashMap<>())
                                        .put(figure, count);
                        case Figure.Messages of ->
                                steps.computeIfAbsent(of.step(), _ -> new HashMap<>())
                                        .put(figure, count);
                        case Figure.Runs _, Figure.Trials _ -> {}
                    }
                });
        SortedMap<Integer, FigureSummary> summaries = new TreeMap<>();
        steps.forEach((step, counts) -> summaries.put(step, new FigureSummary(counts)));
        return summaries;
    }

    private long sum(Predicate<Figure> wanted) {
        return figures.entrySet().stream()
                .filter(it -> wanted.test(it.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}

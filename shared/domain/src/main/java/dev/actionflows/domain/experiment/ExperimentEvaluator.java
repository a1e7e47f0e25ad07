package dev.actionflows.domain.experiment;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns the figures of an experiment into results. The figures of a day count once it is over, and
 * the result is a function of them alone: when, and how often, somebody looked changes nothing.
 */
public final class ExperimentEvaluator {
    private final ExperimentPlan plan;
    private final SampleRatioCheck sampleRatio;
    private final List<ComparisonCourse> comparisons;

    private ExperimentEvaluator(ExperimentPlan plan) {
        this.plan = plan;
        sampleRatio = new SampleRatioCheck(plan.shares());
        double error = FamilyError.perComparison(plan.shares());
        comparisons =
                plan.arms().stream()
                        .skip(1)
                        .map(arm -> new ComparisonCourse(arm.name(), plan.days(), error))
                        .toList();
    }

    /**
     * What the experiment shows at the end of the day before today.
     *
     * @param increments in any order; several of one day add up. Days from today on do not count
     *     yet. After the planned days, they count for arms and their sample ratio, but change no
     *     comparison
     * @param today in UTC; the first day that does not count yet
     * @throws IllegalArgumentException if an increment is of an arm that the plan does not have
     */
    public static ExperimentResult evaluate(
            ExperimentPlan plan, List<DayCounts> increments, LocalDate today) {
        List<Timeline.Look> looks = Timeline.looks(plan, increments, today);
        ExperimentEvaluator evaluator = new ExperimentEvaluator(plan);
        looks.forEach(evaluator::look);
        return evaluator.result(looks);
    }

    private void look(Timeline.Look look) {
        sampleRatio.look(look.counts());
        if (look.day() > plan.days()) {
            return;
        }
        Counts baseline = look.counts().getFirst();
        for (int i = 0; i < comparisons.size(); i++) {
            comparisons.get(i).look(look.day(), look.date(), look.counts().get(i + 1), baseline);
        }
    }

    private ExperimentResult result(List<Timeline.Look> looks) {
        int day = Math.min(looks.size(), plan.days());
        SampleRatio ratio = sampleRatio.result();
        List<Comparison> results = new ArrayList<>();
        for (ComparisonCourse comparison : comparisons) {
            Comparison result = comparison.result(day);
            results.add(ratio.mismatch() ? result.withheld() : result);
        }
        return new ExperimentResult(day, plan.days(), arms(looks), results, ratio);
    }

    private List<ArmResult> arms(List<Timeline.Look> looks) {
        return IntStream.range(0, plan.arms().size())
                .mapToObj(
                        i ->
                                ArmResult.of(
                                        plan.arms().get(i).name(),
                                        looks.isEmpty()
                                                ? Counts.NONE
                                                : looks.getLast().counts().get(i)))
                .toList();
    }
}

package dev.actionflows.flows;

import dev.actionflows.domain.analytics.TrialResults;
import dev.actionflows.domain.experiment.Arm;
import dev.actionflows.domain.experiment.ArmResult;
import dev.actionflows.domain.experiment.Comparison;
import dev.actionflows.domain.experiment.ExperimentPlan;
import dev.actionflows.domain.experiment.Interval;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** JSON representation of what an experiment has shown. */
final class ExperimentJson {
    private ExperimentJson() {}

    static Map<String, Object> of(TrialResults results) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("flowId", results.flow().value());
        json.put("version", results.version());
        json.put("upTo", results.upTo().toString());
        json.put("results", results.results().stream().map(ExperimentJson::of).toList());
        return json;
    }

    private static Map<String, @Nullable Object> of(TrialResults.Result result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("step", result.trial().step().orElse(null));
        json.put("goal", result.goal().wireName());
        json.put("day", result.outcome().day());
        json.put("days", result.outcome().days());
        json.put(
                "arms",
                result.outcome().arms().stream().map(arm -> of(arm, result.plan())).toList());
        json.put(
                "comparisons",
                result.outcome().comparisons().stream().map(ExperimentJson::of).toList());
        json.put("sampleRatio", of(result.outcome().sampleRatio().pValue(), result));
        return json;
    }

    private static Map<String, Object> of(double pValue, TrialResults.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pValue", pValue);
        json.put("mismatch", result.outcome().sampleRatio().mismatch());
        return json;
    }

    private static Map<String, @Nullable Object> of(ArmResult arm, ExperimentPlan plan) {
        double shares = plan.arms().stream().mapToDouble(Arm::share).sum();
        double planned =
                plan.arms().stream()
                                .filter(it -> it.name().equals(arm.arm()))
                                .mapToDouble(Arm::share)
                                .sum()
                        / shares;
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("arm", arm.arm());
        json.put("planned", planned);
        json.put("fans", arm.counts().fans());
        json.put("converted", arm.counts().converted());
        json.put("share", arm.share().map(ArmResult.Share::value).orElse(null));
        json.put("interval", interval(arm.share().map(ArmResult.Share::interval)));
        return json;
    }

    private static Map<String, @Nullable Object> of(Comparison comparison) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("arm", comparison.arm());
        json.put("difference", comparison.difference().orElse(null));
        json.put("interval", interval(comparison.interval()));
        json.put("verdict", comparison.verdict().name().toLowerCase(Locale.ROOT));
        json.put("since", comparison.since().map(LocalDate::toString).orElse(null));
        return json;
    }

    private static @Nullable List<Double> interval(Optional<Interval> interval) {
        return interval.map(it -> List.of(it.lower(), it.upper())).orElse(null);
    }
}

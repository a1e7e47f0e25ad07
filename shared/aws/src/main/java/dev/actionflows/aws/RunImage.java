package dev.actionflows.aws;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.analytics.Participation;
import dev.actionflows.domain.analytics.RunFigures;
import dev.actionflows.domain.analytics.RunTrials;
import dev.actionflows.domain.analytics.Trial;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.usage.RunUsage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is counted of a run's item, as the table's stream has it. */
final class RunImage {
    private RunImage() {}

    /**
     * @param run empty if it did not exist
     */
    static RunUsage usage(ProjectId project, Optional<Item> run) {
        if (run.isEmpty()) {
            return RunUsage.none(project);
        }
        List<RunUsage.StepUse> steps = new ArrayList<>();
        for (Item map : run.get().optionalMaps(RunItem.STEPS)) {
            OptionalLong credits = credits(map);
            Optional<Reason> reason =
                    map.optionalText(RunItem.Step.REASON)
                            .filter(Reason.CREDITS_USED_UP.wireName()::equals)
                            .map(_ -> Reason.CREDITS_USED_UP);
            if (credits.isPresent() || reason.isPresent()) {
                steps.add(
                        new RunUsage.StepUse(
                                StepType.ofWireName(map.text(RunItem.Step.TYPE)).orElseThrow(),
                                map.optionalTime(RunItem.Step.ENDED_AT),
                                credits,
                                reason));
            }
        }
        return RunUsage.of(project, new FlowId(run.get().text(RunItem.FLOW)), steps);
    }

    /** None of a run that began as a test, or was last written before figures were counted. */
    static Figures figures(RunKey key, Item run) {
        if (run.optionalFlag(RunItem.TEST).orElse(false)
                || !run.optionalFlag(RunItem.COUNTED).orElse(false)) {
            return Figures.NONE;
        }
        List<RunFigures.Step> steps = new ArrayList<>();
        List<Item> maps = run.optionalMaps(RunItem.STEPS);
        for (int index = 0; index < maps.size(); index++) {
            Item map = maps.get(index);
            Optional<String> outcome = map.optionalText(RunItem.Step.OUTCOME);
            Optional<String> reason = map.optionalText(RunItem.Step.REASON);
            if (outcome.isPresent() && reason.isPresent()) {
                steps.add(
                        new RunFigures.Step(
                                index,
                                outcome.get(),
                                reason.get(),
                                map.optionalTime(RunItem.Step.ENDED_AT),
                                credits(map)));
            }
        }
        return new RunFigures(
                        new FlowVersionKey(
                                key.project(),
                                new FlowId(run.text(RunItem.FLOW)),
                                run.smallNumber(RunItem.VERSION)),
                        run.text(RunItem.STATUS),
                        run.time(RunItem.STARTED_AT),
                        run.optionalTime(RunItem.ENDED_AT),
                        steps)
                .figures();
    }

    /** The trials that a run makes its fan part of. */
    static Map<Trial, Participation> trials(Item run) {
        RunTrials trials = new RunTrials();
        List<Item> maps = run.optionalMaps(RunItem.STEPS);
        for (int index = 0; index < maps.size(); index++) {
            Item map = maps.get(index);
            trials.add(
                    index,
                    map.optionalText(RunItem.Step.OUTCOME),
                    map.optionalMap(RunItem.Step.PERMIT).map(SendPermitMap::assigned),
                    map.optionalTime(RunItem.Step.ENDED_AT));
        }
        return trials.found();
    }

    private static OptionalLong credits(Item step) {
        return step.optionalMap(RunItem.Step.PERMIT)
                .flatMap(SendPermitMap::credits)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }
}

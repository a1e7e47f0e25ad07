package dev.actionflows.simulator;

import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Creates random conditions of steps. */
final class ConditionFactory {
    private final SampleProject sample;
    private final Chance chance;

    ConditionFactory(SampleProject sample, Chance chance) {
        this.sample = sample;
        this.chance = chance;
    }

    /** A condition on the step with this index. */
    StepCondition create(int index) {
        StepCondition one = simple(index, chance.of("one"));
        StepCondition condition =
                chance.of("is combined").hits(0.2)
                        ? new StepCondition.Combined(
                                chance.of("all").hits(0.5),
                                List.of(one, simple(index, chance.of("other"))))
                        : one;
        return chance.of("is negated").hits(0.4) ? new StepCondition.Not(condition) : condition;
    }

    private StepCondition simple(int index, Chance kind) {
        List<StepCondition> conditions = new ArrayList<>();
        conditions.add(new StepCondition.HasConnection(Optional.empty()));
        conditions.add(new StepCondition.HasConnection(Optional.of(StreamingProvider.SPOTIFY)));
        conditions.add(new StepCondition.HasConsent(Channel.TEXT));
        conditions.add(new StepCondition.HasConsent(Channel.EMAIL));
        conditions.add(new StepCondition.InSegment(sample.segment.id()));
        conditions.add(new StepCondition.EventIsAbout(sample.release.id().value()));
        if (index > 0) {
            conditions.add(
                    new StepCondition.StepEnded(
                            kind.of("step").below(index),
                            Set.of(
                                    kind.of("outcome")
                                            .anyOf(List.of(StepCondition.Ended.values())))));
        }
        return kind.of("kind").anyOf(conditions);
    }
}

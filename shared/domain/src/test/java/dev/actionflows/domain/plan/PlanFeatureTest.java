package dev.actionflows.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class PlanFeatureTest {
    @Test
    void each_feature_belongs_to_the_trigger_or_step_type_of_its_name() {
        for (TriggerType type : TriggerType.values()) {
            type.planFeature()
                    .ifPresent(it -> assertThat(it.wireName()).isEqualTo(type.wireName()));
        }
        for (StepType type : StepType.values()) {
            type.planFeature()
                    .ifPresent(it -> assertThat(it.wireName()).isEqualTo(type.wireName()));
        }
    }

    @Test
    void every_feature_belongs_to_one_type() {
        List<PlanFeature> used =
                Stream.concat(
                                Arrays.stream(TriggerType.values()).map(TriggerType::planFeature),
                                Arrays.stream(StepType.values()).map(StepType::planFeature))
                        .flatMap(feature -> feature.stream())
                        .toList();

        assertThat(used).containsExactlyInAnyOrder(PlanFeature.values());
    }
}

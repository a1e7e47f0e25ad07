package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class FunnelStageTest {
    @Test
    void a_stage_is_recognized_by_its_name() {
        assertThat(
                        Stream.of(
                                        IntStream.rangeClosed(1, ActionHistory.MAX_ACTIONS)
                                                .mapToObj(FunnelStage.Actions::new),
                                        Stream.of(new FunnelStage.Returned()),
                                        Arrays.stream(TriggerType.values())
                                                .map(it -> new FunnelStage.Did(it.wireName())))
                                .flatMap(it -> it))
                .allSatisfy(it -> assertThat(FunnelStage.parse(it.text())).contains(it));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pk", "", "actions", "actions x", "actions 10", "did"})
    void anything_else_is_none(String name) {
        assertThat(FunnelStage.parse(name)).isEmpty();
    }
}

package dev.actionflows.domain.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepTest {
    private final World world = new World();

    @ParameterizedTest
    @EnumSource(StepType.class)
    void a_step_and_its_schema_agree_on_whether_it_has_a_policy(StepType type) {
        Step sample =
                world.application
                        .steps()
                        .of(type)
                        .sample(
                                new SampleSubjects(
                                        world.release.id(),
                                        world.artist.id(),
                                        World.ARTIST,
                                        world.segment.id()),
                                OnUnmet.HOLD);

        assertThat(sample.hasOnUnmet()).isEqualTo(type.schema().hasOnUnmet());
        assertThat(sample.toDocument().containsKey("onUnmet")).isEqualTo(sample.hasOnUnmet());
    }
}

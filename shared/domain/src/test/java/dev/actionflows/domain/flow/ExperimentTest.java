package dev.actionflows.domain.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.testing.SeededIds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

class ExperimentTest {
    private static final int MANY = 20_000;

    private final SeededIds ids = new SeededIds(1);
    private final FlowId flow = FlowId.from(ids);
    private final List<FanId> fans = Stream.generate(() -> FanId.from(ids)).limit(MANY).toList();

    private static Experiment holdout(int percent) {
        return new Experiment(28, percent, Optional.empty());
    }

    private double share(Predicate<FanId> of) {
        return (double) fans.stream().filter(of).count() / MANY;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50})
    void as_many_fans_as_planned_are_held_out_and_always_the_same(int percent) {
        Experiment experiment = holdout(percent);

        // five standard deviations
        assertThat(share(fan -> experiment.holdsOut(flow, fan)))
                .isCloseTo(percent / 100.0, within(0.018));
        assertThat(fans)
                .allMatch(
                        fan ->
                                experiment.holdsOut(flow, fan)
                                        == holdout(percent).holdsOut(flow, fan));
    }

    @Test
    void nobody_is_held_out_by_default() {
        assertThat(fans).noneMatch(fan -> Experiment.DEFAULT.holdsOut(flow, fan));
    }

    @Test
    void another_flow_holds_out_other_fans_unless_both_have_the_same_seed() {
        FlowId other = FlowId.from(ids);
        Experiment own = holdout(50);
        Experiment shared = new Experiment(28, 50, Optional.of("autumn"));

        assertThat(share(fan -> own.holdsOut(flow, fan) == own.holdsOut(other, fan)))
                .isCloseTo(0.5, within(0.018));
        assertThat(fans).allMatch(fan -> shared.holdsOut(flow, fan) == shared.holdsOut(other, fan));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void each_variant_goes_to_as_many_fans(int variants) {
        for (int variant = 0; variant < variants; variant++) {
            int one = variant;
            assertThat(share(fan -> holdout(0).variant(3, variants, flow, fan) == one))
                    .isCloseTo(1.0 / variants, within(0.018));
        }
    }

    @Test
    void a_variant_does_not_depend_on_the_holdout_or_on_other_steps() {
        Experiment experiment = holdout(50);

        assertThat(
                        share(
                                fan ->
                                        experiment.holdsOut(flow, fan)
                                                && experiment.variant(0, 2, flow, fan) == 0))
                .isCloseTo(0.25, within(0.016));
        assertThat(
                        share(
                                fan ->
                                        experiment.variant(0, 2, flow, fan)
                                                == experiment.variant(1, 2, flow, fan)))
                .isCloseTo(0.5, within(0.018));
    }

    /** Otherwise what a variant of one flow did would be found in the other's results. */
    @Test
    void variants_of_one_flow_say_nothing_about_those_of_another_with_the_same_seed() {
        FlowId other = FlowId.from(ids);
        Experiment shared = new Experiment(28, 50, Optional.of("autumn"));

        assertThat(
                        share(
                                fan ->
                                        shared.variant(0, 2, flow, fan)
                                                == shared.variant(0, 2, other, fan)))
                .isCloseTo(0.5, within(0.018));
        assertThat(fans)
                .allMatch(
                        fan ->
                                shared.variant(0, 2, flow, fan)
                                        == holdout(0).variant(0, 2, flow, fan));
    }

    private static List<Violation> violations(Map<String, Object> experiment) {
        Violations violations = new Violations();
        Experiment.decode(Fields.of(Map.of("experiment", experiment), violations));
        return violations.found();
    }

    @Test
    void what_is_out_of_bounds_is_rejected_by_name() {
        assertThat(violations(Map.of("days", 0)))
                .containsExactly(
                        new Violation("/experiment/days", "must be a whole number from 1 to 90"));
        assertThat(violations(Map.of("holdoutPercent", 51)))
                .containsExactly(
                        new Violation(
                                "/experiment/holdoutPercent",
                                "must be a whole number from 0 to 50"));
        assertThat(violations(Map.of("seed", "x".repeat(61))))
                .singleElement()
                .satisfies(it -> assertThat(it.pointer()).isEqualTo("/experiment/seed"));
        assertThat(violations(Map.of("holdout", 10)))
                .singleElement()
                .satisfies(it -> assertThat(it.pointer()).isEqualTo("/experiment/holdout"));
    }
}

package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.experiment.Arm;
import dev.actionflows.domain.experiment.ArmResult;
import dev.actionflows.domain.experiment.Counts;
import dev.actionflows.domain.experiment.Verdict;
import dev.actionflows.domain.flow.Experiment;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TrialResultsServiceTest {
    private final World world = new World();
    private final TrialResultsService service =
            new TrialResultsService(world.ports.usage, world.facts, world.clock);
    private final LocalDate today = FigureKey.day(world.clock.instant());
    private final Flow flow =
            world.activeFlow(
                    world.definition(
                                    "news",
                                    OnFailure.CONTINUE,
                                    new Step.SendText(
                                            new MessageTemplate("A"),
                                            OnUnmet.SKIP,
                                            false,
                                            List.of(
                                                    new Step.SendText(
                                                            new MessageTemplate("B"),
                                                            OnUnmet.SKIP))))
                            .withExperiment(new Experiment(14, 20, Optional.empty())));

    private void count(
            LocalDate day,
            int version,
            Trial trial,
            String arm,
            long fans,
            long acted,
            long sameDay) {
        world.ports.usage.add(
                new Figures(
                        Map.of(
                                new FigureKey(
                                        new FlowVersionKey(world.project, flow.id(), version), day),
                                Map.of(
                                        new Figure.Trials(trial, arm, TrialFigure.FANS),
                                        fans,
                                        new Figure.Trials(trial, arm, TrialFigure.ACTED),
                                        acted,
                                        new Figure.Trials(trial, arm, TrialFigure.ACTED_SAME_DAY),
                                        sameDay))));
    }

    private TrialResults results(int version) {
        return service.results(world.project, flow, version);
    }

    @Test
    void the_holdout_comes_first_then_the_variants_by_clicks_and_actions() {
        assertThat(results(1).results())
                .extracting(
                        it -> it.trial().text(),
                        it -> it.goal().wireName(),
                        it -> it.plan().arms(),
                        it -> it.plan().days())
                .containsExactly(
                        tuple(
                                "all",
                                "acted",
                                List.of(new Arm("HELD_OUT", 20), new Arm("SENT", 80)),
                                14),
                        tuple("0", "clicked", List.of(new Arm("A", 1), new Arm("B", 1)), 14),
                        tuple("0", "acted", List.of(new Arm("A", 1), new Arm("B", 1)), 14));
    }

    @Test
    void what_counted_until_yesterday_decides() {
        world.clock.advance(Duration.ofDays(20));
        count(today, 1, Trial.HOLDOUT, Trial.HELD_OUT, 2_000, 100, 30);
        count(today, 1, Trial.HOLDOUT, Trial.SENT, 8_000, 800, 200);
        count(today, 2, Trial.HOLDOUT, Trial.SENT, 70_000, 0, 0);
        count(today.plusDays(20), 1, Trial.HOLDOUT, Trial.SENT, 9_000, 0, 0);

        TrialResults.Result holdout = results(1).results().getFirst();

        assertThat(holdout.outcome().arms())
                .extracting(ArmResult::counts)
                .containsExactly(new Counts(2_000, 100, 30), new Counts(8_000, 800, 200));
        assertThat(holdout.outcome().comparisons().getFirst().verdict()).isEqualTo(Verdict.HIGHER);
        assertThat(results(1).upTo()).isEqualTo(today.plusDays(19));
    }

    /** What happened shortly before midnight is counted by then. */
    @Test
    void a_day_counts_three_hours_after_its_end() {
        count(today, 1, Trial.HOLDOUT, Trial.HELD_OUT, 2_000, 100, 100);
        Instant counts = today.plusDays(1).atTime(3, 0).toInstant(ZoneOffset.UTC);
        world.clock.advance(Duration.between(world.clock.instant(), counts.minusMillis(1)));

        assertThat(results(1).upTo()).isEqualTo(today.minusDays(1));
        assertThat(results(1).results().getFirst().outcome().day()).isZero();

        world.clock.advance(Duration.ofMillis(1));
        assertThat(results(1).upTo()).isEqualTo(today);
        assertThat(results(1).results().getFirst().outcome().day()).isEqualTo(1);
    }

    @Test
    void a_flow_that_compares_no_fans_has_no_results() {
        Flow plain =
                world.activeFlow(
                        "plain",
                        OnFailure.CONTINUE,
                        new Step.SendText(new MessageTemplate("A"), OnUnmet.SKIP));

        assertThat(service.results(world.project, plain, 1).results()).isEmpty();
    }

    @Test
    void a_version_that_does_not_exist_is_not_found() {
        assertThatThrownBy(() -> results(2)).isInstanceOf(ProblemException.class);
    }
}

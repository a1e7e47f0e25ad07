package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.analytics.Trial;
import dev.actionflows.domain.analytics.TrialFigure;
import dev.actionflows.domain.flow.Experiment;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class ExperimentResourceTest {
    private static final String PATH = "/v1/flows/{flowId}/experiment";

    private final ApiWorld api = new ApiWorld();
    private final Flow flow =
            api.world.activeFlow(
                    api.world
                            .definition(
                                    "experiment",
                                    OnFailure.CONTINUE,
                                    new Step.SendText(new MessageTemplate("News"), OnUnmet.SKIP))
                            .withExperiment(new Experiment(7, 50, Optional.empty())));

    private void count(String arm, long fans, long acted) {
        LocalDate today = LocalDate.ofInstant(api.world.clock.instant(), ZoneOffset.UTC);
        api.world.ports.usage.add(
                new Figures(
                        Map.of(
                                new FigureKey(
                                        new FlowVersionKey(api.world.project, flow.id(), 1), today),
                                Map.of(
                                        new Figure.Trials(Trial.HOLDOUT, arm, TrialFigure.FANS),
                                        fans,
                                        new Figure.Trials(Trial.HOLDOUT, arm, TrialFigure.ACTED),
                                        acted))));
    }

    @Test
    void it_shows_arms_their_comparison_and_whether_fans_were_divided_as_planned() {
        count(Trial.HELD_OUT, 1_000, 100);
        count(Trial.SENT, 1_000, 200);
        api.world.clock.advance(Duration.ofDays(7));

        Answer answer = api.send(Call.get(PATH, flow.id().value()));

        assertThat(answer.json()).containsEntry("version", 1L);
        Map<?, ?> holdout = answer.list("results").getFirst();
        assertThat(holdout.get("step")).isNull();
        assertThat(holdout.get("goal")).isEqualTo("acted");
        assertThat(holdout.get("day")).isEqualTo(7L);
        assertThat(holdout.get("arms"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2)
                .first()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("arm", "HELD_OUT")
                .containsEntry("fans", 1_000L)
                .containsEntry("converted", 100L);
        assertThat(((List<?>) Objects.requireNonNull(holdout.get("comparisons"))).getFirst())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("arm", "SENT")
                .containsEntry("verdict", "higher");
        assertThat(holdout.get("sampleRatio"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("mismatch", false);
    }

    @Test
    void a_flow_without_an_experiment_has_no_results() {
        assertThat(api.send(Call.get(PATH, ApiWorld.FLOW)).list("results")).isEmpty();
    }

    @Test
    void a_version_that_does_not_exist_is_rejected() {
        Answer answer = api.send(Call.get(PATH, flow.id().value()).query("version", "2"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/version");
    }
}

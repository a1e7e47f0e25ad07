package dev.actionflows.domain.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Dry runs of link messages. */
class DryRunLinkTest {
    private static final MessageTemplate LINK =
            new MessageTemplate("News{{#connect_link}} {{connect_link}}{{/connect_link}}");

    private final World world = new World();
    private final Flow flow =
            world.activeFlow(
                    "LINKS",
                    OnFailure.CONTINUE,
                    new Step.PreSave(world.release.id(), OnUnmet.DEFER),
                    new Step.SendText(LINK, OnUnmet.SKIP, true),
                    new Step.PreSave(world.release.id(), OnUnmet.SKIP),
                    new Step.SendText(LINK, OnUnmet.SKIP, true));

    private List<String> play(Set<StreamingProvider> connections) {
        return new DryRunService(world.ports)
                        .play(
                                world.projects.find(world.project).orElseThrow(),
                                flow,
                                new SampleFan.MadeUp(true, true, true, false, connections),
                                Optional.empty(),
                                world.clock.instant())
                        .steps()
                        .stream()
                        .map(DryRun.PlayedStep::step)
                        .map(step -> step.outcome().orElseThrow())
                        .map(it -> it.wireName() + " " + it.reason().wireName())
                        .toList();
    }

    @Test
    void a_fan_without_a_connection_would_get_one_link() {
        assertThat(play(Set.of()))
                .containsExactly(
                        "WAITING not_connected",
                        "COMPLETED accepted",
                        "SKIPPED not_connected",
                        "SKIPPED link_already_sent");
    }

    @Test
    void a_connected_fan_would_get_none() {
        assertThat(play(Set.of(StreamingProvider.SPOTIFY)))
                .containsExactly(
                        "COMPLETED registered",
                        "SKIPPED earlier_step_completed",
                        "COMPLETED registered",
                        "SKIPPED earlier_step_completed");
    }

    @Test
    void a_flow_on_an_expiring_connection_is_played_for_a_connection_of_the_fan() {
        Flow renewal =
                world.activeFlow(
                        new FlowDefinition(
                                "Renew",
                                new Trigger.Single(
                                        TriggerType.CONNECTION_EXPIRING, Optional.empty()),
                                List.of(new Step.SendText(LINK, OnUnmet.SKIP)),
                                ReEntry.EVERY_EVENT,
                                OnFailure.CONTINUE));

        DryRun dryRun =
                new DryRunService(world.ports)
                        .play(
                                world.projects.find(world.project).orElseThrow(),
                                renewal,
                                new SampleFan.MadeUp(
                                        true, true, true, false, Set.of(StreamingProvider.SPOTIFY)),
                                Optional.empty(),
                                world.clock.instant().plus(Duration.ofHours(6)));

        assertThat(dryRun.obstacles()).isEmpty();
        assertThat(dryRun.steps().getFirst().effects())
                .singleElement()
                .isInstanceOfSatisfying(
                        PlannedEffect.Text.class,
                        text -> assertThat(text.body()).startsWith("News https://"));
    }
}

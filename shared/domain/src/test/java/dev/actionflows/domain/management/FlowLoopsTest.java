package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A flow that leads back to itself through others is named when it is saved. */
class FlowLoopsTest {
    private final World world = new World();

    @BeforeEach
    void allow_several_flows() {
        world.plans.change(world.project, Plan.ENTERPRISE);
    }

    private Trigger preSaved() {
        return new Trigger.OfRelease(
                TriggerType.RELEASE_PRESAVED, Optional.of(world.release.id()), Optional.empty());
    }

    private Trigger followed(Optional<ArtistId> artist, Optional<Threshold> threshold) {
        return new Trigger.OfArtist(TriggerType.ARTIST_FOLLOWED, artist, threshold);
    }

    private Trigger followed() {
        return followed(Optional.of(world.artist.id()), Optional.empty());
    }

    private Trigger entered() {
        return new Trigger.OfSegment(world.segment.id(), Optional.empty());
    }

    private Step preSave() {
        return new Step.PreSave(world.release.id(), OnUnmet.DEFER);
    }

    private static Step follow() {
        return new Step.FollowArtist(World.ARTIST, OnUnmet.DEFER);
    }

    private Step join() {
        return new AddToSegmentStep(world.segment.id());
    }

    private FlowDefinition definition(String name, Trigger trigger, Step... steps) {
        return new FlowDefinition(
                name, trigger, List.of(steps), ReEntry.EVERY_EVENT, OnFailure.CONTINUE);
    }

    private List<Violation> warnings(Flow flow) {
        return world.flows.warnings(world.project, flow).stream()
                .filter(it -> it.detail().contains("back to this flow"))
                .toList();
    }

    private Flow draft(String name, Trigger trigger, Step... steps) {
        return world.flows.create(world.project, definition(name, trigger, steps));
    }

    @Test
    void every_flow_between_is_named_at_the_step_that_leads_to_it() {
        Flow second = world.activeFlow(definition("Second", followed(), join()));
        Flow third = world.activeFlow(definition("Third", entered(), preSave()));
        Flow first = draft("First", preSaved(), new Step.SendText(text(), OnUnmet.SKIP), follow());

        assertThat(warnings(first))
                .containsExactly(
                        new Violation(
                                "/steps/1",
                                "leads to Second (%s), then Third (%s), and from there back to this flow: a fan's chain of runs ends before it enters a flow again"
                                        .formatted(second.id(), third.id())));
    }

    private static MessageTemplate text() {
        return new MessageTemplate("Hello");
    }

    @Test
    void a_chain_that_does_not_come_back_is_no_loop() {
        world.activeFlow(definition("Second", followed(), join()));

        assertThat(warnings(draft("First", preSaved(), follow()))).isEmpty();
    }

    @Test
    void a_flow_that_is_not_active_is_not_part_of_a_loop() {
        draft("Second", followed(), preSave());

        assertThat(warnings(draft("First", preSaved(), follow()))).isEmpty();
    }

    @Test
    void a_flow_that_counts_any_artist_is_part_of_a_loop() {
        Threshold twice = new Threshold(2, Duration.ofDays(1));
        world.activeFlow(
                definition("Second", followed(Optional.empty(), Optional.of(twice)), preSave()));

        assertThat(warnings(draft("First", preSaved(), follow())))
                .extracting(Violation::pointer)
                .containsExactly("/steps/0");
    }

    @Test
    void a_delivered_message_is_part_of_a_loop() {
        Flow first = draft("First", entered(), new Step.SendText(text(), OnUnmet.SKIP));
        Flow second =
                world.activeFlow(
                        definition(
                                "Second",
                                new Trigger.OfFlow(
                                        TriggerType.MESSAGE_DELIVERED,
                                        Optional.of(first.id()),
                                        Optional.empty()),
                                join()));

        assertThat(warnings(first))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.pointer()).isEqualTo("/steps/0");
                            assertThat(it.detail()).contains(second.id().value());
                        });
    }

    @Test
    void a_flow_on_its_own_messages_is_told_that_they_never_start_it() {
        Flow first = draft("First", entered(), new Step.SendText(text(), OnUnmet.SKIP));
        Flow own =
                first.withDefinition(
                        definition(
                                "First",
                                new Trigger.OfFlow(
                                        TriggerType.MESSAGE_DELIVERED,
                                        Optional.of(first.id()),
                                        Optional.empty()),
                                new Step.SendText(text(), OnUnmet.SKIP)),
                        world.clock.instant());

        assertThat(world.flows.warnings(world.project, own))
                .extracting(Violation::pointer)
                .contains("/trigger/flowId");
    }

    /** A circle that does not include the flow is that of other flows. */
    @Test
    void a_circle_of_other_flows_ends_the_search() {
        world.activeFlow(definition("Second", followed(), join()));
        world.activeFlow(definition("Third", entered(), follow()));

        assertThat(warnings(draft("First", preSaved(), follow()))).isEmpty();
    }
}

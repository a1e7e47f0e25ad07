package dev.actionflows.domain.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.link.InMemoryLinkStore;
import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkOwner;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.link.LinkVisits;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.messaging.LinkDestination;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class LinkOpenerTest {
    private static final Step TEXT =
            new Step.SendText(
                    new MessageTemplate(
                            "Hi!{{#connect_link}} {{connect_link}}{{/connect_link}}"
                                    + "{{#release_link}} {{release_link}}{{/release_link}}"),
                    OnUnmet.SKIP);

    private final World world = new World();
    private final LinkOpener opener = world.application.linkOpener();
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.PRE_SAVE, world.application.steps().runner(StepType.PRE_SAVE))
                    .with(StepType.SEND_TEXT, world.application.steps().runner(StepType.SEND_TEXT));
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final Step preSave = new Step.PreSave(world.release.id(), OnUnmet.DEFER);
    private final Run run =
            world.startRun(
                    world.activeFlow("presave", OnFailure.CONTINUE, TEXT, preSave), fan, "SM1");
    private final LinkCode code = LinkCode.of(new StepKey(run.key(), 0).messageKey());
    private final LinkAddress toConnect = new LinkAddress(code, LinkTarget.CONNECT);
    private final LinkAddress toRelease = new LinkAddress(code, LinkTarget.RELEASE);
    private final Instant now = world.clock.instant();

    private void send() {
        machine.execute(run);
    }

    private Optional<OpenedLink> open(LinkAddress address) {
        return opener.open(address, List.of(), deadline());
    }

    private Deadline deadline() {
        return new Deadline(world.clock.instant().plusSeconds(10), world.clock);
    }

    private LinkVisits visits() {
        return world.ports.links.find(code).orElseThrow().visits();
    }

    private void listenToClicks() {
        world.plans.change(world.project, Plan.ENTERPRISE);
        world.activeFlow(
                new FlowDefinition(
                        "After the click",
                        new Trigger.OfFlow(
                                TriggerType.LINK_CLICKED,
                                Optional.of(run.flow()),
                                Optional.empty()),
                        List.of(new AddToSegmentStep(world.segment.id())),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
    }

    @Test
    void the_links_are_those_in_the_message() {
        send();

        assertThat(world.ports.texts.handedOver().getLast().body())
                .isEqualTo(
                        "Hi! https://flows.example.com/l/%s https://flows.example.com/l/%s"
                                .formatted(toConnect.text(), toRelease.text()));
    }

    @Test
    void a_link_of_a_message_that_was_not_composed_leads_nowhere() {
        assertThat(open(toConnect)).isEmpty();
        assertThat(opener.click(toConnect)).isFalse();
    }

    @Test
    void a_link_to_a_release_that_was_cancelled_since_leads_nowhere() {
        send();
        world.application.management().catalog().cancel(world.project, world.release.id());

        assertThat(open(toRelease).orElseThrow().destinations()).isEmpty();
        assertThat(open(toConnect).orElseThrow().destinations()).hasSize(1);
    }

    @Test
    void each_link_leads_to_what_it_is_for() {
        send();

        assertThat(open(toConnect).orElseThrow())
                .satisfies(
                        link -> {
                            assertThat(link.target()).isEqualTo(LinkTarget.CONNECT);
                            assertThat(link.project().id()).isEqualTo(world.project);
                            assertThat(link.release()).contains(world.release);
                            assertThat(link.destinations())
                                    .singleElement()
                                    .isInstanceOf(LinkDestination.Connecting.class);
                        });
        assertThat(open(toRelease).orElseThrow().destinations())
                .singleElement()
                .isEqualTo(
                        new LinkDestination.Service(
                                StreamingProvider.SPOTIFY,
                                "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy"));
    }

    /** Fans share links to releases; nobody else may connect an account for them. */
    @Test
    void a_link_that_the_message_does_not_have_cannot_be_made_from_one_that_it_has() {
        Run other =
                world.startRun(
                        world.activeFlow(
                                "release",
                                OnFailure.CONTINUE,
                                new Step.SendText(
                                        new MessageTemplate(
                                                "Out{{#release_link}}: {{release_link}}"
                                                        + "{{/release_link}}"),
                                        OnUnmet.SKIP),
                                preSave),
                        fan,
                        "SM2");
        machine.execute(other);
        LinkCode shared = LinkCode.of(new StepKey(other.key(), 0).messageKey());
        LinkAddress made = new LinkAddress(shared, LinkTarget.CONNECT);

        assertThat(open(new LinkAddress(shared, LinkTarget.RELEASE))).isPresent();
        assertThat(open(made)).isEmpty();
        assertThat(opener.look(made, List.of(), deadline())).isEmpty();
        assertThat(opener.click(made)).isFalse();
        LinkVisits visits = world.ports.links.find(shared).orElseThrow().visits();
        assertThat(visits.openings()).isEqualTo(1);
        assertThat(visits.clicks()).isZero();
    }

    @Test
    void a_message_whose_links_cannot_be_stored_is_not_sent() {
        LinkStore failing =
                new InMemoryLinkStore() {
                    @Override
                    public void put(
                            LinkCode code,
                            String message,
                            Set<LinkTarget> targets,
                            Optional<LinkOwner> owner,
                            long revision) {
                        throw new IllegalStateException("the table does not respond");
                    }
                };
        StateMachine interrupted =
                new StateMachine(world.clock)
                        .with(StepType.PRE_SAVE, world.runner(world.application.steps().preSave()))
                        .with(
                                StepType.SEND_TEXT,
                                world.with(LinkStore.class, failing)
                                        .steps()
                                        .runner(StepType.SEND_TEXT));

        interrupted.execute(run);

        assertThat(world.ports.texts.handedOver()).isEmpty();
        assertThat(world.run(run.key()).step(0).outcome().orElseThrow().reason())
                .isEqualTo(Reason.INTERNAL_ERROR);
    }

    @Test
    void opening_a_link_is_counted_and_changes_nothing_else() {
        listenToClicks();
        send();

        open(toConnect);
        open(toRelease);
        opener.look(toRelease, List.of(), deadline());

        assertThat(visits()).isEqualTo(new LinkVisits(2, Optional.of(now), 0, Optional.empty()));
        assertThat(world.ports.outcomeEvents).isEmpty();
    }

    @Test
    void the_first_click_of_a_message_is_an_event_and_the_others_are_counted() {
        listenToClicks();
        send();

        assertThat(opener.click(toConnect)).isTrue();
        assertThat(opener.click(toConnect)).isTrue();

        assertThat(visits()).isEqualTo(new LinkVisits(0, Optional.empty(), 2, Optional.of(now)));
        assertThat(world.ports.outcomeEvents)
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.type()).isEqualTo(TriggerType.LINK_CLICKED);
                            assertThat(event.scope()).isEqualTo(run.flow().value());
                            assertThat(event.fan()).isEqualTo(fan);
                            assertThat(event.cause().orElseThrow().run())
                                    .isEqualTo(run.key().run());
                            assertThat(event.cause().orElseThrow().step()).isZero();
                        });
    }

    @Test
    void a_click_to_which_no_flow_listens_is_counted_and_not_sent() {
        send();

        assertThat(opener.click(toConnect)).isTrue();

        assertThat(visits().clicks()).isEqualTo(1);
        assertThat(world.ports.outcomeEvents).isEmpty();
    }

    @Test
    void a_click_whose_event_cannot_be_stored_is_not_counted() {
        listenToClicks();
        send();
        OutcomeEventQueue failing =
                event -> {
                    throw new IllegalStateException("the queue does not respond");
                };

        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                world.with(OutcomeEventQueue.class, failing)
                                        .linkOpener()
                                        .click(toConnect));

        assertThat(visits()).isEqualTo(LinkVisits.NONE);
        opener.click(toConnect);
        assertThat(world.ports.outcomeEvents).hasSize(1);
    }

    @Test
    void the_links_of_an_erased_run_lead_nowhere() {
        send();
        world.ledger.remove(run.key());

        assertThat(open(toConnect)).isEmpty();
        assertThat(opener.look(toConnect, List.of(), deadline())).isEmpty();
        assertThat(opener.click(toConnect)).isFalse();
    }
}

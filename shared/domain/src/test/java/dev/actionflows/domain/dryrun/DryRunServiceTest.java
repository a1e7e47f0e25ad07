package dev.actionflows.domain.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.management.Precondition;
import dev.actionflows.domain.management.TestModeService;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.limits.CreditPrices;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.domain.trigger.TriggerWord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class DryRunServiceTest {
    private static final Instant AFTER_RELEASE = Instant.parse("2026-12-05T10:00:00Z");
    private static final SampleFan UNCONNECTED =
            new SampleFan.MadeUp(true, true, true, false, Set.of());
    private static final SampleFan CONNECTED =
            new SampleFan.MadeUp(true, true, true, false, Set.of(StreamingProvider.SPOTIFY));

    private final World world = new World();
    private final DryRunService dryRuns = new DryRunService(world.ports);
    private final Flow flow =
            world.activeFlow(
                    "PRESAVE",
                    OnFailure.CONTINUE,
                    new Step.PreSave(world.release.id(), OnUnmet.DEFER),
                    new Step.FollowArtist(World.ARTIST, OnUnmet.DEFER),
                    new AddToSegmentStep(world.segment.id()),
                    new Step.SendText(
                            new MessageTemplate(
                                    "Thanks!{{#connect_link}} {{connect_link}}{{/connect_link}}"),
                            OnUnmet.HOLD));

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    private DryRun play(SampleFan fan) {
        return play(fan, world.clock.instant());
    }

    private DryRun play(SampleFan fan, Instant at) {
        return dryRuns.play(project(), flow, fan, Optional.empty(), at);
    }

    private static List<String> outcomes(DryRun dryRun) {
        return dryRun.steps().stream()
                .map(
                        it ->
                                it.step()
                                        .outcome()
                                        .map(
                                                outcome ->
                                                        outcome.wireName()
                                                                + " "
                                                                + outcome.reason().wireName())
                                        .orElse("open"))
                .toList();
    }

    @Test
    void before_release_day_a_pre_save_is_registered_and_a_text_costs_one_credit() {
        DryRun dryRun = play(CONNECTED);

        assertThat(dryRun.owner()).contains(flow.id());
        assertThat(dryRun.obstacles()).isEmpty();
        assertThat(outcomes(dryRun))
                .containsExactly(
                        "COMPLETED registered",
                        "COMPLETED followed",
                        "COMPLETED added",
                        "COMPLETED accepted");
        assertThat(dryRun.steps())
                .extracting(DryRun.PlayedStep::effects)
                .containsExactly(
                        List.of(new PlannedEffect.PreSave(world.release.id())),
                        List.of(
                                new PlannedEffect.Streaming(
                                        StreamingProvider.SPOTIFY,
                                        StreamingOperation.FOLLOW_ARTIST,
                                        World.ARTIST.at(StreamingProvider.SPOTIFY).orElseThrow())),
                        List.of(new PlannedEffect.Membership(world.segment.id())),
                        List.of(
                                new PlannedEffect.Text(
                                        "Thanks!",
                                        new CreditUse(1, 1, CreditPrices.standard().version()))));
        assertThat(dryRun.credits()).isEqualTo(1);
    }

    @Test
    void after_release_day_the_release_is_saved() {
        assertThat(outcomes(play(CONNECTED, AFTER_RELEASE)))
                .startsWith("COMPLETED saved", "COMPLETED followed");
    }

    @Test
    void without_a_connection_steps_wait_and_the_text_contains_the_connect_link() {
        DryRun dryRun = play(UNCONNECTED);

        assertThat(outcomes(dryRun))
                .containsExactly(
                        "WAITING not_connected",
                        "WAITING not_connected",
                        "COMPLETED added",
                        "COMPLETED accepted");
        assertThat(dryRun.steps().getLast().effects())
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(((PlannedEffect.Text) it).body())
                                        .startsWith("Thanks!" + " https://flows.example.com/l/"));
    }

    @Test
    void a_text_is_skipped_without_permission_or_phone_number() {
        assertThat(outcomes(play(new SampleFan.MadeUp(true, true, false, false, Set.of()))))
                .endsWith("SKIPPED no_consent");
        assertThat(outcomes(play(new SampleFan.MadeUp(true, true, true, true, Set.of()))))
                .endsWith("SKIPPED stopped");
        assertThat(outcomes(play(new SampleFan.MadeUp(false, true, true, false, Set.of()))))
                .endsWith("SKIPPED no_phone");
    }

    private Flow emails() {
        return world.activeFlow(
                "NEWS",
                OnFailure.CONTINUE,
                new Step.SendEmail(
                        new MessageTemplate("News from {{project_name}}"),
                        new MessageTemplate(
                                "Thanks & bye!{{#connect_link}}"
                                        + " {{connect_link}}{{/connect_link}}"),
                        OnUnmet.HOLD));
    }

    private DryRun play(Flow played, SampleFan fan) {
        return dryRuns.play(project(), played, fan, Optional.empty(), world.clock.instant());
    }

    @Test
    void an_email_is_planned_with_its_text_and_html_and_costs_no_credit() {
        DryRun dryRun = play(emails(), CONNECTED);

        assertThat(outcomes(dryRun)).containsExactly("COMPLETED accepted");
        assertThat(dryRun.credits()).isZero();
        assertThat(dryRun.steps().getFirst().effects())
                .singleElement()
                .isInstanceOfSatisfying(
                        PlannedEffect.Email.class,
                        email -> {
                            assertThat(email.subject()).isEqualTo("News from Night Harbour");
                            assertThat(email.text())
                                    .startsWith("Thanks & bye!\n\n-- \nNight Harbour\n")
                                    .contains("https://flows.example.com/unsubscribe/");
                            assertThat(email.html())
                                    .startsWith("<!DOCTYPE html>")
                                    .contains("Thanks &amp; bye!</p>");
                            assertThat(email.toDocument())
                                    .containsEntry("type", "email")
                                    .containsEntry("subject", email.subject())
                                    .containsEntry("text", email.text())
                                    .containsEntry("html", email.html());
                        });
        assertThat(world.ports.mails.handedOver()).isEmpty();
    }

    @Test
    void an_email_is_skipped_without_permission_or_address() {
        Flow emails = emails();

        assertThat(outcomes(play(emails, new SampleFan.MadeUp(true, false, true, false, Set.of()))))
                .containsExactly("SKIPPED no_email");
        assertThat(outcomes(play(emails, new SampleFan.MadeUp(true, true, false, false, Set.of()))))
                .containsExactly("SKIPPED no_consent");
        assertThat(outcomes(play(emails, new SampleFan.MadeUp(true, true, true, true, Set.of()))))
                .containsExactly("SKIPPED stopped");
        assertThat(outcomes(play(emails, new SampleFan.MadeUp(false, true, true, false, Set.of()))))
                .containsExactly("COMPLETED accepted");
    }

    @Test
    void the_link_to_unsubscribe_of_a_known_fan_contains_no_valid_token() {
        FanId fan = world.fan(World.FAN_NUMBER);
        FanIdentity email =
                world.identities.of(world.project, new EmailAddress("ada@fans.example"));
        world.resolver.resolve(world.project, Optional.of(fan), List.of(email));
        world.fans.recordConsent(
                world.project,
                email.identity(),
                new ConsentChange(ConsentChange.Kind.CONFIRMED, "web:1", world.clock.instant()));

        String text =
                ((PlannedEffect.Email)
                                play(emails(), new SampleFan.Known(fan))
                                        .steps()
                                        .getFirst()
                                        .effects()
                                        .getFirst())
                        .text()
                        .strip();

        UnsubscribeToken tokens = new UnsubscribeToken(world.vault);
        String shown = text.substring(text.lastIndexOf('/') + 1);
        assertThat(tokens.verify(project(), shown)).isEmpty();
        assertThat(shown).hasSameSizeAs(tokens.issuer(project()).apply(email.identity()));
    }

    @Test
    void a_text_is_skipped_after_stop_on_instagram() {
        FanId fan = world.fan(World.FAN_NUMBER);
        FanIdentity instagram = world.identities.of(world.project, Identity.Kind.INSTAGRAM, "1");
        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram));
        assertThat(outcomes(play(new SampleFan.Known(fan)))).endsWith("COMPLETED accepted");
        world.fans.recordConsent(
                world.project,
                instagram.identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "igdm:1", world.clock.instant()));

        assertThat(outcomes(play(new SampleFan.Known(fan)))).endsWith("SKIPPED stopped");
    }

    @Test
    void nothing_is_stored_sent_or_reported() {
        FanId fan = world.fan(World.FAN_NUMBER);
        world.observer.clear();

        play(CONNECTED, AFTER_RELEASE);
        play(new SampleFan.Known(fan));

        assertThat(world.ledger.all()).isEmpty();
        assertThat(world.events.records()).isEmpty();
        assertThat(world.executions.started()).isEmpty();
        assertThat(world.observer.facts()).isEmpty();
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan)).isEmpty();
        assertThat(
                        world.catalog
                                .members(world.project, world.segment.id(), Optional.empty(), 10)
                                .items())
                .isEmpty();
    }

    @Test
    void the_link_in_a_preview_opens_nothing_and_is_as_long_as_a_real_one() {
        FanId fan = world.fan(World.FAN_NUMBER);
        DryRun dryRun = play(new SampleFan.Known(fan));
        String text = ((PlannedEffect.Text) dryRun.steps().getLast().effects().getFirst()).body();
        String shown = text.substring(text.indexOf("/l/") + "/l/".length());

        assertThat(shown).hasSize(LinkAddress.LENGTH);
        LinkAddress address = LinkAddress.parse(shown).orElseThrow();
        assertThat(world.ports.links.find(address.code())).isEmpty();
    }

    @Test
    void a_draft_can_be_simulated_and_the_owner_of_its_trigger_is_reported() {
        Flow draft = draft(Trigger.SmsKeyword.of("presave"), ReEntry.ONCE);

        DryRun dryRun =
                dryRuns.play(
                        project(), draft, UNCONNECTED, Optional.empty(), world.clock.instant());

        assertThat(dryRun.owner()).contains(flow.id());
        assertThat(dryRun.obstacles()).containsExactly(NotStartedReason.FLOW_DRAFT);
        assertThat(outcomes(dryRun)).containsExactly("COMPLETED added");
    }

    private Flow draft(Trigger trigger, ReEntry reEntry) {
        return world.flows.create(
                world.project,
                new FlowDefinition(
                        "Another",
                        trigger,
                        List.of(new AddToSegmentStep(world.segment.id())),
                        reEntry,
                        OnFailure.CONTINUE));
    }

    private List<NotStartedReason> obstacles(Flow played, SampleFan fan, String about) {
        return dryRuns.play(
                        project(),
                        played,
                        fan,
                        Optional.of(about).filter(text -> !text.isEmpty()),
                        world.clock.instant())
                .obstacles();
    }

    @Test
    void a_paused_or_archived_flow_is_reported_as_an_obstacle() {
        Flow paused = world.flows.pause(world.project, flow.id());
        assertThat(obstacles(paused, UNCONNECTED, ""))
                .containsExactly(NotStartedReason.FLOW_PAUSED);

        Flow archived = world.flows.archive(world.project, flow.id(), Precondition.none());
        assertThat(obstacles(archived, UNCONNECTED, ""))
                .containsExactly(NotStartedReason.FLOW_ARCHIVED);
    }

    @Test
    void a_flow_in_test_mode_starts_for_its_test_fans_instead_of_the_active_flow() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Flow draft = draft(Trigger.SmsKeyword.of("presave"), ReEntry.ONCE);
        world.tests.start(world.project, draft.id(), List.of(fan), TestModeService.DEFAULT_LENGTH);
        SampleFan tester = new SampleFan.Known(fan);

        assertThat(obstacles(draft, tester, "")).isEmpty();
        assertThat(obstacles(draft, UNCONNECTED, "")).containsExactly(NotStartedReason.FLOW_DRAFT);
        assertThat(obstacles(flow, tester, "")).containsExactly(NotStartedReason.TAKEN_BY_TEST);
        assertThat(obstacles(flow, UNCONNECTED, "")).isEmpty();

        world.clock.advance(TestModeService.DEFAULT_LENGTH);
        assertThat(obstacles(draft, tester, "")).containsExactly(NotStartedReason.FLOW_DRAFT);
        assertThat(obstacles(flow, tester, "")).isEmpty();
    }

    @Test
    void an_event_of_another_scope_does_not_start_the_flow() {
        assertThat(obstacles(flow, UNCONNECTED, " Pre-save! ")).isEmpty();
        assertThat(obstacles(flow, UNCONNECTED, "tickets"))
                .containsExactly(NotStartedReason.OTHER_SCOPE);

        Flow release =
                active(
                        new Trigger.OfRelease(
                                TriggerType.RELEASE_PRESAVED,
                                Optional.of(world.release.id()),
                                Optional.empty()));
        assertThat(obstacles(release, UNCONNECTED, world.release.id().value())).isEmpty();
        assertThat(obstacles(release, UNCONNECTED, "rel_0000000000000000"))
                .containsExactly(NotStartedReason.OTHER_SCOPE);

        Flow comment =
                active(
                        new InstagramTrigger.Comment(
                                Optional.of("post-1"),
                                Optional.of(TriggerWord.of("DROP")),
                                Optional.empty()));
        assertThat(obstacles(comment, UNCONNECTED, "post-1")).isEmpty();
        assertThat(obstacles(comment, UNCONNECTED, "post-2"))
                .containsExactly(NotStartedReason.OTHER_SCOPE);

        Flow detected = active(new Trigger.Single(TriggerType.RELEASE_DETECTED, Optional.empty()));
        assertThat(obstacles(detected, UNCONNECTED, world.release.id().value())).isEmpty();
    }

    private Flow active(Trigger trigger) {
        return world.flows.activate(
                world.project, draft(trigger, ReEntry.defaultFor(trigger.type())).id());
    }

    @Test
    void a_trigger_that_the_plan_no_longer_includes_is_reported() {
        Flow message =
                active(
                        new InstagramTrigger.Dm(
                                Optional.of(TriggerWord.of("NEON")), Optional.empty()));
        assertThat(obstacles(message, UNCONNECTED, "")).isEmpty();

        world.projects.change(world.project, project -> project.withPlan(Plan.BASIC));

        assertThat(obstacles(message, UNCONNECTED, ""))
                .containsExactly(NotStartedReason.NOT_IN_PLAN);
        assertThat(obstacles(flow, UNCONNECTED, "")).isEmpty();
    }

    @Test
    void a_fan_who_entered_for_the_same_instagram_keyword_cannot_reenter() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Trigger trigger =
                new InstagramTrigger.Dm(Optional.of(TriggerWord.of("NEON")), Optional.empty());
        Flow message =
                world.flows.activate(world.project, draft(trigger, ReEntry.ONCE_PER_OBJECT).id());
        world.intake.take(
                new EventFan(world.project, fan, Set.of()),
                new FanEvent(
                        new EventId("igdm:1"),
                        TriggerType.INSTAGRAM_DM,
                        "neon",
                        world.clock.instant()),
                List.of(TriggerClaim.of(message)));

        assertThat(obstacles(message, new SampleFan.Known(fan), ""))
                .containsExactly(NotStartedReason.ENTERED_FOR_THIS_BEFORE);
    }

    @Test
    void a_re_entry_obstacle_of_a_known_fan_is_reported_and_changes_nothing() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Flow once =
                world.flows.activate(
                        world.project,
                        world.flows
                                .create(
                                        world.project,
                                        new FlowDefinition(
                                                "Once",
                                                Trigger.SmsKeyword.of("once"),
                                                List.of(new AddToSegmentStep(world.segment.id())),
                                                ReEntry.ONCE,
                                                OnFailure.CONTINUE))
                                .id());
        SampleFan known = new SampleFan.Known(fan);
        Instant now = world.clock.instant();
        assertThat(dryRuns.play(project(), once, known, Optional.empty(), now).obstacles())
                .isEmpty();
        Run entered = world.startRun(once, fan, "SM1");
        world.clock.advance(Duration.ofSeconds(1));

        DryRun dryRun =
                dryRuns.play(project(), once, known, Optional.empty(), world.clock.instant());

        assertThat(dryRun.obstacles()).containsExactly(NotStartedReason.ENTERED_BEFORE);
        assertThat(dryRun.refusedBy()).contains(entered.key().run());
        assertThat(outcomes(dryRun)).containsExactly("COMPLETED added");
        assertThat(world.run(entered.key())).isEqualTo(entered);
    }

    @Test
    void an_unreached_threshold_is_reported() {
        Flow loyal =
                world.flows.create(
                        world.project,
                        new FlowDefinition(
                                "Loyal",
                                new Trigger.OfRelease(
                                        TriggerType.RELEASE_PRESAVED,
                                        Optional.empty(),
                                        Optional.of(new Threshold(3, Duration.ofDays(30)))),
                                List.of(new AddToSegmentStep(world.segment.id())),
                                ReEntry.ONCE,
                                OnFailure.CONTINUE));

        DryRun dryRun =
                dryRuns.play(
                        project(),
                        loyal,
                        UNCONNECTED,
                        Optional.of(world.release.id().value()),
                        world.clock.instant());

        assertThat(dryRun.obstacles())
                .containsExactly(
                        NotStartedReason.FLOW_DRAFT, NotStartedReason.THRESHOLD_NOT_REACHED);
        assertThat(dryRun.owner()).isEmpty();
    }

    private void grantInstagramAccess() {
        world.application
                .management()
                .instagramChannel()
                .use(
                        world.project,
                        new InstagramAccountId("17841405309211844"),
                        Optional.of(new InstagramToken("a-long-lived-access-token")));
    }

    private Flow directMessageFlow() {
        return world.activeFlow(
                "DM",
                OnFailure.CONTINUE,
                new Step.SendInstagramDm(
                        new MessageTemplate("Thanks from {{project_name}}!"), OnUnmet.SKIP));
    }

    @Test
    void a_direct_message_is_planned_and_not_sent() {
        grantInstagramAccess();

        DryRun dryRun =
                dryRuns.play(
                        project(),
                        directMessageFlow(),
                        CONNECTED,
                        Optional.empty(),
                        world.clock.instant());

        assertThat(outcomes(dryRun)).containsExactly("COMPLETED accepted");
        assertThat(dryRun.steps().getFirst().effects())
                .containsExactly(new PlannedEffect.DirectMessage("Thanks from Night Harbour!"));
        assertThat(world.ports.directMessages.handedOver()).isEmpty();
    }

    @Test
    void a_fan_without_an_instagram_account_would_get_no_direct_message() {
        grantInstagramAccess();

        DryRun dryRun =
                dryRuns.play(
                        project(),
                        directMessageFlow(),
                        new SampleFan.MadeUp(true, true, false, true, true, false, Set.of()),
                        Optional.empty(),
                        world.clock.instant());

        assertThat(outcomes(dryRun)).containsExactly("SKIPPED no_instagram");
    }

    @ParameterizedTest
    @EnumSource(StepType.class)
    void every_step_type_can_be_played(StepType type) {
        grantInstagramAccess();
        Step sample =
                world.application
                        .steps()
                        .of(type)
                        .sample(
                                new SampleSubjects(
                                        world.release.id(),
                                        world.artist.id(),
                                        World.ARTIST,
                                        new LibraryItem.Track(World.TRACK),
                                        world.segment.id()),
                                OnUnmet.SKIP);
        Flow flow = world.activeFlow("SAMPLE", OnFailure.CONTINUE, sample);

        DryRun dryRun =
                dryRuns.play(project(), flow, CONNECTED, Optional.empty(), world.clock.instant());

        assertThat(outcomes(dryRun))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome).startsWith("COMPLETED "));
    }

    @Test
    void an_unknown_fan_is_rejected() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> play(new SampleFan.Known(FanId.from(world.ids))));
    }
}

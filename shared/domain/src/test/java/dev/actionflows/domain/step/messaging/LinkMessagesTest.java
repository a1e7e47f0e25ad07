package dev.actionflows.domain.step.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseCodes;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepConditions;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Link messages: what a fan gets for whom a streaming step could not act. */
class LinkMessagesTest {
    private static final String CONNECT =
            "{{#connect_link}}Connect: {{connect_link}}{{/connect_link}}";
    private static final String RELEASE =
            "{{#release_link}} Open: {{release_link}}{{/release_link}}";
    private static final String SENT = "COMPLETED accepted";
    private static final StreamingAnswer RESTRICTED =
            StreamingAnswer.of(new StreamingResult.RequestRefused(Reason.FORBIDDEN));

    private final MailWorld mail = new MailWorld();
    private final World world = mail.world;
    private final FanId fan = mail.fan;
    private StateMachine machine = machine(world.application);

    /** The fan's numbers are in San Francisco, where texts are allowed from 8 to 21. */
    @BeforeEach
    void goToTenInTheMorning() {
        world.clock.advance(Duration.ofHours(6));
    }

    private StateMachine machine(dev.actionflows.domain.application.Application application) {
        StateMachine all = new StateMachine(world.clock);
        for (StepType type : StepType.values()) {
            all.with(type, application.steps().runner(type));
        }
        return all;
    }

    private Step preSave(OnUnmet onUnmet) {
        return new Step.PreSave(world.release.id(), onUnmet);
    }

    private static Step text(String template) {
        return new Step.SendText(new MessageTemplate(template), OnUnmet.HOLD, true);
    }

    private static Step email(String template) {
        return new Step.SendEmail(
                new MessageTemplate("News"), new MessageTemplate(template), OnUnmet.HOLD, true);
    }

    private Run begun(FanId of, Step... steps) {
        String keyword = "k" + world.ids.nonce().replaceAll("[^0-9A-Za-z]", "").substring(0, 8);
        return world.startRun(
                world.activeFlow(keyword, OnFailure.CONTINUE, steps), of, world.ids.nonce());
    }

    private List<String> play(Step... steps) {
        return executed(begun(fan, steps));
    }

    private List<String> executed(Run run) {
        machine.execute(world.run(run.key()));
        return world.run(run.key()).steps().stream()
                .map(
                        step ->
                                step.outcome()
                                        .map(it -> it.wireName() + " " + it.reason().wireName())
                                        .orElse("open"))
                .toList();
    }

    private List<String> texts() {
        return world.ports.texts.handedOver().stream()
                .map(TextMessage::body)
                .map(world::followed)
                .toList();
    }

    private void connectAndWake() {
        world.connect(fan);
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.streamingConnection(fan), Optional.empty()));
    }

    /** A release that is out. */
    private Release released(ProviderIds ids) {
        return release("2026-10-02", ServiceIds.given(ids));
    }

    private Release release(String date, ServiceIds ids) {
        Release release =
                new Release(
                        dev.actionflows.domain.id.ReleaseId.from(world.ids),
                        "High Tide",
                        "Night Harbour",
                        ReleaseDate.of(LocalDate.parse(date)),
                        Optional.empty(),
                        false,
                        ReleaseCodes.none(),
                        ids,
                        world.clock.instant());
        world.catalog.create(world.project, release);
        return release;
    }

    private static ProviderIds apple() {
        return new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, "1577502912"));
    }

    @Test
    void a_fan_without_a_connection_gets_the_link_and_the_step_acts_once_they_have_one() {
        Run run = begun(fan, preSave(OnUnmet.DEFER), text(CONNECT));

        assertThat(executed(run)).containsExactly("WAITING not_connected", SENT);
        assertThat(texts()).hasSize(1);
        assertThat(texts().getFirst()).contains("/connect/spotify/start");

        connectAndWake();
        assertThat(executed(run)).containsExactly("COMPLETED registered", SENT);
        assertThat(texts()).hasSize(1);
    }

    @Test
    void no_link_is_sent_for_a_step_that_was_done() {
        world.connect(fan);

        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT), email(CONNECT)))
                .containsExactly(
                        "COMPLETED registered",
                        "SKIPPED earlier_step_completed",
                        "SKIPPED earlier_step_completed");
        assertThat(texts()).isEmpty();
    }

    @Test
    void a_link_that_waited_is_not_sent_once_the_step_was_done() {
        world.clock.advance(Duration.ofHours(14));
        Run run = begun(fan, preSave(OnUnmet.DEFER), text(CONNECT));
        world.clock.advance(Duration.ofMinutes(11));
        assertThat(executed(run)).containsExactly("WAITING not_connected", "WAITING quiet_hours");

        connectAndWake();
        assertThat(executed(run)).containsExactly("COMPLETED registered", "WAITING quiet_hours");
        world.clock.advance(Duration.ofHours(10));
        world.resumer.resume(run.key());

        assertThat(executed(run))
                .containsExactly("COMPLETED registered", "SKIPPED earlier_step_completed");
        assertThat(texts()).isEmpty();
    }

    @Test
    void a_restricted_app_leads_to_a_link_to_the_release() {
        Release release = released(World.ALBUM);
        world.connect(fan);
        world.ports.spotify.answers(RESTRICTED);

        assertThat(play(new Step.PreSave(release.id(), OnUnmet.DEFER), text(CONNECT + RELEASE)))
                .containsExactly("SKIPPED forbidden", SENT);
        assertThat(texts())
                .containsExactly("Open: https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy");
    }

    @Test
    void no_link_to_connect_is_sent_to_a_fan_whom_connecting_does_not_help() {
        Release release = released(World.ALBUM);
        world.connect(fan);
        world.ports.spotify.answers(RESTRICTED);

        assertThat(play(new Step.PreSave(release.id(), OnUnmet.DEFER), text("News. " + CONNECT)))
                .containsExactly("SKIPPED forbidden", "SKIPPED no_helpful_link");
        assertThat(texts()).isEmpty();
    }

    @Test
    void an_item_at_the_other_service_leads_to_a_link_to_it() {
        Release release = released(apple());
        world.connect(fan);

        assertThat(
                        play(
                                new Step.AddToLibrary(
                                        new LibraryItem.Album(release.id()), OnUnmet.DEFER),
                                text(CONNECT + RELEASE)))
                .containsExactly("SKIPPED not_at_provider", SENT);
        assertThat(texts())
                .containsExactly("Open: https://geo.music.apple.com/us/album/_/1577502912");
    }

    @Test
    void nobody_is_asked_to_connect_a_service_that_lacks_the_item() {
        Release release = released(apple());

        assertThat(play(new Step.PreSave(release.id(), OnUnmet.DEFER), text(CONNECT + RELEASE)))
                .containsExactly("WAITING not_connected", SENT);
        assertThat(texts().getFirst()).doesNotContain("/connect/").contains("geo.music.apple.com");
        assertThat(
                        play(
                                new Step.AddToLibrary(
                                        new LibraryItem.Track(apple()), OnUnmet.DEFER),
                                text("News. " + CONNECT)))
                .containsExactly("WAITING not_connected", "SKIPPED no_helpful_link");
    }

    @Test
    void a_second_flow_sends_no_link_for_the_same_release() {
        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT)))
                .containsExactly("WAITING not_connected", SENT);

        assertThat(
                        play(
                                new Step.AddToLibrary(
                                        new LibraryItem.Album(world.release.id()), OnUnmet.DEFER),
                                text(CONNECT),
                                email(CONNECT)))
                .containsExactly(
                        "WAITING not_connected",
                        "SKIPPED link_already_sent",
                        "SKIPPED link_already_sent");
        assertThat(play(new NextSaveStep(world.artist.id(), OnUnmet.DEFER), text(CONNECT)))
                .containsExactly("WAITING not_connected", SENT);
        assertThat(texts()).hasSize(2);
    }

    @Test
    void the_link_of_a_merged_record_counts_for_the_person() {
        PhoneNumber number = new PhoneNumber("+14155550124");
        FanId other = world.fan(number);
        executed(begun(other, preSave(OnUnmet.DEFER), text(CONNECT)));
        assertThat(texts()).hasSize(1);
        world.resolver.resolve(
                world.project,
                Optional.of(fan),
                List.of(world.identities.of(world.project, number)));

        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT)))
                .containsExactly("WAITING not_connected", "SKIPPED link_already_sent");
    }

    @Test
    void after_half_a_year_a_link_may_be_sent_again() {
        play(preSave(OnUnmet.DEFER), text(CONNECT));
        world.clock.advance(LinkClaim.LIFE.minusSeconds(1));
        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT)).getLast())
                .isEqualTo("SKIPPED link_already_sent");
        world.clock.advance(Duration.ofSeconds(2));

        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT)).getLast()).isEqualTo(SENT);
    }

    @Test
    void a_rejected_link_counts_no_longer_and_the_next_channel_is_tried() {
        world.ports.texts.answers(new SendResult.MessageRefused(Reason.REJECTED));
        Run run = begun(fan, preSave(OnUnmet.DEFER), text(CONNECT));
        assertThat(executed(run)).containsExactly("WAITING not_connected", "FAILED rejected");

        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT)).getLast()).isEqualTo(SENT);

        world.ports.texts.answers(new SendResult.MessageRefused(Reason.REJECTED));
        assertThat(
                        play(
                                new NextSaveStep(world.artist.id(), OnUnmet.DEFER),
                                text(CONNECT),
                                email(CONNECT)))
                .containsExactly("WAITING not_connected", "SKIPPED rejected", SENT);
    }

    @Test
    void a_link_that_may_have_been_sent_counts() {
        world.ports.texts.answers(new SendResult.Unknown(Reason.NO_ANSWER));
        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT), email(CONNECT)))
                .containsExactly(
                        "WAITING not_connected",
                        "UNKNOWN no_answer",
                        "SKIPPED earlier_message_sent");

        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT)).getLast())
                .isEqualTo("SKIPPED link_already_sent");
    }

    /** The transaction of the text succeeds, its response is lost, and then the fan sends STOP. */
    @Test
    void a_claim_of_a_message_that_was_never_sent_does_not_keep_others_from_sending() {
        AtomicBoolean first = new AtomicBoolean(true);
        MessageBudgetStore losing =
                (MessageBudgetStore)
                        Proxy.newProxyInstance(
                                MessageBudgetStore.class.getClassLoader(),
                                new Class<?>[] {MessageBudgetStore.class},
                                (_, method, arguments) -> {
                                    Object result = invoke(method, arguments);
                                    if (method.getName().equals("take") && first.getAndSet(false)) {
                                        mail.change(mail.phone, ConsentChange.Kind.STOP, "SMstop");
                                        throw new IllegalStateException("the response is lost");
                                    }
                                    return result;
                                });
        machine = machine(world.with(MessageBudgetStore.class, losing));
        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT)))
                .containsExactly("WAITING not_connected", "SKIPPED stopped");
        mail.change(mail.phone, ConsentChange.Kind.START, "SMstart");
        mail.change(mail.email, ConsentChange.Kind.START, "SMstart");

        assertThat(play(preSave(OnUnmet.DEFER), email(CONNECT)))
                .containsExactly("WAITING not_connected", SENT);
        assertThat(mail.mails()).hasSize(1);
    }

    private Object invoke(java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(world.ports.messageBudgets, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void a_link_waits_while_another_one_may_be_being_sent() {
        Run sending = begun(fan, preSave(OnUnmet.DEFER), text(CONNECT));
        Run waiting = begun(fan, preSave(OnUnmet.DEFER), text(CONNECT));
        List<String> meanwhile = new ArrayList<>();
        TextSender slow =
                (message, credentials, timeout) -> {
                    if (meanwhile.isEmpty()) {
                        meanwhile.addAll(executed(waiting));
                    }
                    return world.ports.texts.send(message, credentials, timeout);
                };
        machine = machine(world.with(TextSender.class, slow));

        executed(sending);

        assertThat(meanwhile).containsExactly("WAITING not_connected", "WAITING link_in_progress");
        world.clock.advance(Duration.ofHours(1));
        world.resumer.resume(waiting.key());
        assertThat(executed(waiting).getLast()).isEqualTo("SKIPPED link_already_sent");
        assertThat(texts()).hasSize(1);
    }

    @Test
    void a_claim_of_a_step_that_is_not_in_progress_keeps_nobody_from_sending() {
        Run held = begun(fan, preSave(OnUnmet.DEFER), text(CONNECT));
        claim(held);

        assertThat(play(preSave(OnUnmet.DEFER), text(CONNECT)))
                .containsExactly("WAITING not_connected", SENT);

        assertThat(executed(held).getLast()).isEqualTo("SKIPPED link_already_sent");
        assertThat(texts()).hasSize(1);
    }

    private void claim(Run run) {
        var person = world.fans.find(world.project, fan).orElseThrow();
        MessageTake take =
                new MessageTake(
                        world.project,
                        world.fans.check(
                                world.project,
                                person,
                                dev.actionflows.domain.fan.Identity.Kind.PHONE),
                        Optional.empty(),
                        List.of(),
                        Optional.of(
                                new LinkClaim(
                                        person.ids(),
                                        "release:" + world.release.id(),
                                        run.key().run() + ".1",
                                        world.clock.instant())));
        assertThat(world.ports.messageBudgets.take(take))
                .isEqualTo(MessageBudgetStore.Outcome.TAKEN);
    }

    @Test
    void a_link_waits_as_long_as_a_delayed_step_and_is_sent_if_that_cannot_act_after_all() {
        Release release = released(World.ALBUM);
        world.connect(fan);
        world.ports.spotify.answers(
                StreamingAnswer.of(new StreamingResult.RateLimited(Duration.ofMinutes(10))),
                RESTRICTED);
        Run run =
                begun(
                        fan,
                        new Step.PreSave(release.id(), OnUnmet.DEFER),
                        text(RELEASE),
                        email(RELEASE));

        assertThat(executed(run))
                .containsExactly(
                        "WAITING rate_limited",
                        "WAITING earlier_step_pending",
                        "WAITING earlier_step_pending");
        while (world.run(run.key()).step(0).waiting().isPresent()) {
            world.clock.advance(Duration.ofMinutes(11));
            world.resumer.resume(run.key());
            executed(run);
        }

        assertThat(executed(run))
                .containsExactly("SKIPPED forbidden", SENT, "SKIPPED earlier_message_sent");
    }

    @Test
    void a_link_that_does_not_wait_is_skipped_while_the_step_is_delayed() {
        Release release = released(World.ALBUM);
        world.connect(fan);
        world.ports.spotify.answers(
                StreamingAnswer.of(new StreamingResult.RateLimited(Duration.ofMinutes(10))));

        assertThat(
                        play(
                                new Step.PreSave(release.id(), OnUnmet.DEFER),
                                new Step.SendText(
                                        new MessageTemplate(RELEASE), OnUnmet.SKIP, true)))
                .containsExactly("WAITING rate_limited", "SKIPPED earlier_step_pending");
    }

    @Test
    void a_step_that_failed_for_another_reason_has_no_link_message() {
        Release release = released(World.ALBUM);
        world.connect(fan);
        world.ports.spotify.answers(
                StreamingAnswer.of(
                        new StreamingResult.RequestRefused(Reason.CREDENTIALS_REJECTED)));

        assertThat(play(new Step.PreSave(release.id(), OnUnmet.DEFER), text(CONNECT + RELEASE)))
                .containsExactly("FAILED credentials_rejected", "SKIPPED no_helpful_link");
    }

    @Test
    void the_condition_of_the_step_counts_for_its_link_messages() {
        FlowDefinition definition =
                world.definition(
                                "cond",
                                OnFailure.CONTINUE,
                                preSave(OnUnmet.DEFER),
                                text(CONNECT),
                                email(CONNECT))
                        .withConditions(
                                new StepConditions(
                                        Map.of(0, new StepCondition.EventIsAbout("other"))));
        Run run = world.startRun(world.activeFlow(definition), fan, "SM1");

        assertThat(executed(run))
                .containsExactly(
                        "SKIPPED condition_not_met",
                        "SKIPPED condition_not_met",
                        "SKIPPED condition_not_met");
    }

    @Test
    void before_release_day_connecting_helps_although_the_id_is_unknown() {
        Release release = release("2027-03-05", ServiceIds.given(apple()));

        assertThat(play(new Step.PreSave(release.id(), OnUnmet.DEFER), text(CONNECT)))
                .containsExactly("WAITING not_connected", SENT);
        assertThat(texts().getFirst()).contains("/connect/spotify/start");
    }

    @Test
    void while_an_id_is_searched_connecting_helps_and_a_connected_fan_waits_for_it() {
        Release release =
                release(
                        "2026-10-02",
                        new ServiceIds(
                                Map.of(
                                        StreamingProvider.APPLE_MUSIC,
                                        new ServiceId.Given("1577502912"),
                                        StreamingProvider.SPOTIFY,
                                        new ServiceId.Pending()),
                                Optional.of(
                                        new ServiceIds.Search(
                                                world.clock.instant(), world.clock.instant())),
                                1));
        Step preSave = new Step.PreSave(release.id(), OnUnmet.DEFER);
        Run run = begun(fan, preSave, text(CONNECT));
        assertThat(executed(run)).containsExactly("WAITING not_connected", SENT);

        connectAndWake();

        assertThat(executed(run)).containsExactly("WAITING id_pending", SENT);
        assertThat(play(preSave, text(CONNECT + RELEASE)))
                .containsExactly("WAITING id_pending", "WAITING earlier_step_pending");
    }

    @Test
    void a_retried_step_gets_its_link_messages_back() {
        Release release = released(World.ALBUM);
        world.connect(fan);
        world.ports.spotify.answers(
                StreamingAnswer.of(
                        new StreamingResult.RequestRefused(Reason.CREDENTIALS_REJECTED)));
        Run run = begun(fan, new Step.PreSave(release.id(), OnUnmet.DEFER), text(RELEASE));
        assertThat(executed(run))
                .containsExactly("FAILED credentials_rejected", "SKIPPED no_helpful_link");

        world.ports.spotify.answers(RESTRICTED);
        world.application
                .management()
                .runControl(world.ids)
                .retry(world.project, run.key().run(), 0);

        assertThat(executed(run)).containsExactly("SKIPPED forbidden", SENT);
    }

    @Test
    void a_refusal_without_a_link_message_that_can_be_tried_is_a_failure() {
        Release release = released(World.ALBUM);
        world.connect(fan);
        world.ports.spotify.answers(
                StreamingAnswer.of(new StreamingResult.RateLimited(Duration.ofMinutes(10))));
        Run run =
                begun(
                        fan,
                        new Step.PreSave(release.id(), OnUnmet.DEFER),
                        new Step.SendText(new MessageTemplate(RELEASE), OnUnmet.SKIP, true));
        assertThat(executed(run))
                .containsExactly("WAITING rate_limited", "SKIPPED earlier_step_pending");

        world.ports.spotify.answers(RESTRICTED);
        world.clock.advance(Duration.ofHours(1));
        world.resumer.resume(run.key());

        assertThat(executed(run))
                .containsExactly("FAILED forbidden", "SKIPPED earlier_step_pending");
    }

    @Test
    void a_link_waits_while_that_of_a_cancelled_run_may_be_being_sent() {
        Run sending = begun(fan, preSave(OnUnmet.DEFER), text(CONNECT));
        Run waiting = begun(fan, preSave(OnUnmet.DEFER), text(CONNECT));
        List<String> meanwhile = new ArrayList<>();
        TextSender slow =
                (message, credentials, timeout) -> {
                    if (meanwhile.isEmpty()) {
                        world.application
                                .management()
                                .runControl(world.ids)
                                .cancel(world.project, sending.key().run());
                        meanwhile.addAll(executed(waiting));
                    }
                    return new SendResult.MessageRefused(Reason.REJECTED);
                };
        machine = machine(world.with(TextSender.class, slow));
        executed(sending);
        assertThat(meanwhile).containsExactly("WAITING not_connected", "WAITING link_in_progress");

        machine = machine(world.application);
        world.clock.advance(Duration.ofHours(1));
        world.resumer.resume(waiting.key());

        assertThat(executed(waiting).getLast()).isEqualTo(SENT);
    }
}

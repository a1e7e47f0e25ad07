package dev.actionflows.domain.step.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Double opt-in for texts. The fan has agreed with a keyword, and that only. */
class DoubleOptInTest {
    private static final String QUESTION =
            "Reply YES to get texts from Night Harbour. Reply STOP to end.";

    private final World world = new World();
    private final InMemoryTextSender sender = world.ports.texts;
    private final FanIdentity phone = world.identities.of(world.project, World.FAN_NUMBER);
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final StateMachine machine = machine(world.application);
    private final Map<OnUnmet, Flow> flows = new EnumMap<>(OnUnmet.class);
    private int messages;

    DoubleOptInTest() {
        // noon, so that no quiet hours interfere
        ZonedDateTime local = world.clock.instant().atZone(ZoneId.of("America/Los_Angeles"));
        advance(Duration.between(local, local.plusDays(1).with(LocalTime.NOON)));
        use(Set.of(Channel.TEXT));
    }

    private void use(Set<Channel> channels) {
        world.projects.change(world.project, it -> it.withDoubleOptIn(channels));
        advance(Duration.ofSeconds(3));
    }

    private StateMachine machine(Application application) {
        return new StateMachine(world.clock)
                .with(StepType.SEND_TEXT, application.steps().runner(StepType.SEND_TEXT));
    }

    private void advance(Duration time) {
        world.clock.advance(time);
    }

    private Run begun(OnUnmet onUnmet) {
        Flow flow =
                flows.computeIfAbsent(
                        onUnmet,
                        policy ->
                                world.activeFlow(
                                        "news" + policy.wireName(),
                                        OnFailure.CONTINUE,
                                        new Step.SendText(new MessageTemplate("News"), policy)));
        return world.startRun(flow, fan, "SM" + ++messages);
    }

    private Run executed(OnUnmet onUnmet) {
        Run run = begun(onUnmet);
        machine.execute(run);
        return run;
    }

    private StepOutcome outcome(Run run) {
        return world.run(run.key()).step(0).outcome().orElseThrow();
    }

    private StepOutcome.Waiting waiting(Run run) {
        StepOutcome.Waiting waiting = world.run(run.key()).step(0).waiting().orElseThrow();
        assertThat(waiting.reason()).isEqualTo(Reason.CONSENT_UNCONFIRMED);
        return waiting;
    }

    private static StepOutcome accepted() {
        return new StepOutcome.Completed(Reason.ACCEPTED);
    }

    private List<String> sent() {
        return sender.handedOver().stream().map(TextMessage::body).toList();
    }

    private EventOutcome text(String body) {
        return text("SM" + ++messages, body);
    }

    private EventOutcome text(String messageId, String body) {
        return world.texts.receive(
                new InboundText(
                        world.project,
                        Optional.of(messageId),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    /** Delivers all wake-ups, and executes the runs that they resume. */
    private void wake() {
        int before = world.executions.started().size();
        Stream.generate(world.wakeUps::take)
                .takeWhile(Optional::isPresent)
                .forEach(wakeUp -> world.waker.wake(wakeUp.orElseThrow()));
        List<Run> resumed = world.executions.started();
        resumed.subList(before, resumed.size()).forEach(machine::execute);
    }

    /** Attempts the step again once its wait is over. */
    private void whenDue(Run run) {
        Instant due = world.run(run.key()).step(0).waiting().orElseThrow().until();
        advance(Duration.between(world.clock.instant(), due).plusSeconds(1));
        world.resumer.resume(run.key());
        machine.execute(world.run(run.key()));
    }

    private List<ConsentChange> requests() {
        return world.fans.consents(world.project, phone.identity()).stream()
                .filter(it -> it.kind() == ConsentChange.Kind.CONFIRMATION_REQUESTED)
                .toList();
    }

    @Test
    void the_address_is_asked_first_and_the_message_follows_its_yes() {
        Run run = executed(OnUnmet.HOLD);

        assertThat(sent()).containsExactly(QUESTION);
        assertThat(waiting(run).requirement()).contains(Requirement.confirmedConsent(fan));

        advance(Duration.ofMinutes(2));
        assertThat(text("Yes!! 🎉")).isEqualTo(EventOutcome.CONFIRMED);
        wake();

        assertThat(outcome(run)).isEqualTo(accepted());
        assertThat(sent()).containsExactly(QUESTION, "News");
    }

    @Test
    void the_question_has_no_status_url_and_no_key_so_that_reports_on_it_change_no_step() {
        executed(OnUnmet.HOLD);

        TextMessage question = sender.handedOver().getFirst();
        assertThat(question.statusUrl()).isEmpty();
        assertThat(question.messageKey()).isEmpty();
    }

    @Test
    void without_double_opt_in_a_keyword_suffices() {
        use(Set.of(Channel.EMAIL));

        assertThat(outcome(executed(OnUnmet.HOLD))).isEqualTo(accepted());
        assertThat(sent()).containsExactly("News");
    }

    @Test
    void the_evidence_shows_consent_request_and_confirmation() {
        executed(OnUnmet.HOLD);
        Instant asked = world.clock.instant();
        advance(Duration.ofMinutes(2));
        text("JA");

        List<ConsentChange> evidence = world.fans.consents(world.project, phone.identity());
        assertThat(evidence)
                .extracting(ConsentChange::kind)
                .containsExactly(
                        ConsentChange.Kind.KEYWORD,
                        ConsentChange.Kind.CONFIRMATION_REQUESTED,
                        ConsentChange.Kind.CONFIRMED);
        assertThat(evidence.getLast().begunAt()).isEqualTo(asked);
        assertThat(evidence.getLast().evidence())
                .containsEntry("request", evidence.get(1).messageId());
    }

    @Test
    void a_skipped_step_asks_for_the_sake_of_the_next_message() {
        Run run = executed(OnUnmet.SKIP);

        assertThat(outcome(run)).isEqualTo(new StepOutcome.Skipped(Reason.CONSENT_UNCONFIRMED));
        assertThat(sent()).containsExactly(QUESTION);
        advance(Duration.ofMinutes(2));
        text("yes");
        assertThat(outcome(executed(OnUnmet.SKIP))).isEqualTo(accepted());
    }

    @Test
    void several_runs_ask_once_a_day_and_all_continue() {
        Run one = executed(OnUnmet.HOLD);
        advance(Duration.ofHours(1));
        Run other = executed(OnUnmet.DEFER);
        advance(Duration.ofHours(22));
        Run third = executed(OnUnmet.HOLD);
        assertThat(sent()).containsExactly(QUESTION);

        text("si");
        wake();

        assertThat(List.of(outcome(one), outcome(other), outcome(third))).containsOnly(accepted());
    }

    @Test
    void twenty_runs_at_once_ask_once() {
        List<Run> runs = Stream.generate(() -> begun(OnUnmet.HOLD)).limit(20).toList();

        Together.run(20, index -> machine(world.application).execute(runs.get(index)));

        assertThat(sent()).containsExactly(QUESTION);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void a_waiting_run_does_not_ask_again_but_a_later_one_does() {
        Run run = executed(OnUnmet.HOLD);
        whenDue(run);
        whenDue(run);
        assertThat(sent()).containsExactly(QUESTION);

        Run later = executed(OnUnmet.HOLD);
        assertThat(sent()).containsExactly(QUESTION, QUESTION);
        waiting(later);
    }

    @Test
    void a_wait_ends_after_thirty_days() {
        Run run = executed(OnUnmet.HOLD);
        for (int day = 0; day < 29; day++) {
            whenDue(run);
            waiting(run);
        }
        whenDue(run);

        assertThat(outcome(run)).isEqualTo(new StepOutcome.Skipped(Reason.CONSENT_UNCONFIRMED));
        assertThat(sent()).containsExactly(QUESTION);
    }

    @Test
    void a_question_that_may_not_have_been_sent_is_repeated_on_the_next_day() {
        sender.answers(new SendResult.Unknown(Reason.NO_ANSWER));
        Run run = executed(OnUnmet.HOLD);
        executed(OnUnmet.HOLD);
        assertThat(sent()).hasSize(1);

        whenDue(run);
        assertThat(sent()).containsExactly(QUESTION, QUESTION);
        waiting(run);
    }

    @Test
    void a_question_that_was_certainly_not_sent_is_repeated_and_has_taken_no_credits() {
        grant(1);
        sender.answers(new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.ofSeconds(30)));
        Run run = executed(OnUnmet.HOLD);
        assertThat(requests()).isEmpty();
        assertThat(outcome(run).reason()).isEqualTo(Reason.RATE_LIMITED);

        whenDue(run);

        waiting(run);
        assertThat(requests().getLast().evidence()).containsEntry("sent", "true");
    }

    @Test
    void a_number_that_cannot_be_texted_fails_the_step() {
        sender.answers(new SendResult.MessageRefused(Reason.UNREACHABLE_NUMBER));

        assertThat(outcome(executed(OnUnmet.HOLD)))
                .isEqualTo(new StepOutcome.Failed(Reason.UNREACHABLE_NUMBER));
    }

    @Test
    void after_a_question_that_was_rejected_the_next_run_asks_again() {
        sender.answers(new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED));
        executed(OnUnmet.HOLD);
        assertThat(requests()).isEmpty();

        waiting(executed(OnUnmet.HOLD));

        assertThat(sent()).containsExactly(QUESTION, QUESTION);
    }

    private void grant(int credits) {
        world.application
                .management()
                .messageLimits()
                .useCredits(
                        world.project,
                        new CreditLimits(
                                OptionalLong.of(credits),
                                OptionalLong.empty(),
                                WhenUsedUp.WAIT,
                                Optional.empty()));
        advance(Duration.ofSeconds(3));
    }

    @Test
    void a_question_takes_credits_like_any_text_and_waits_for_them() {
        grant(0);
        Run run = executed(OnUnmet.HOLD);
        assertThat(outcome(run).reason()).isEqualTo(Reason.CREDITS_USED_UP);
        assertThat(sent()).isEmpty();

        grant(1);
        wake();
        waiting(run);
        assertThat(sent()).containsExactly(QUESTION);

        advance(Duration.ofMinutes(1));
        text("yes");
        wake();
        assertThat(outcome(run).reason()).isEqualTo(Reason.CREDITS_USED_UP);
        assertThat(sent()).containsExactly(QUESTION);
    }

    /** The answer to the fan's own text may be late by ten minutes. */
    @Test
    void a_question_is_valid_no_longer_than_its_hours() {
        ZonedDateTime local = world.clock.instant().atZone(ZoneId.of("America/Los_Angeles"));
        advance(Duration.between(local, local.with(LocalTime.of(20, 50))));

        executed(OnUnmet.HOLD);

        assertThat(sender.handedOver().getFirst().validity())
                .isLessThanOrEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void start_from_another_number_of_the_fan_confirms_only_that_number() {
        PhoneNumber second = new PhoneNumber("+14155550199");
        world.fans.attach(
                world.project,
                world.fans.find(world.project, fan).orElseThrow(),
                world.identities.of(world.project, second));
        text("STOP");
        advance(Duration.ofMinutes(1));

        world.texts.receive(
                new InboundText(
                        world.project,
                        Optional.of("SMsecond"),
                        Optional.of(second.e164()),
                        Optional.of("START"),
                        Optional.empty()),
                (_, _) -> true);

        assertThat(world.fans.consents(world.project, phone.identity()).getLast().kind())
                .isEqualTo(ConsentChange.Kind.RESUMED);
        assertThat(outcome(executed(OnUnmet.HOLD))).isEqualTo(accepted());
        assertThat(sender.handedOver().getLast().to()).isEqualTo(second);
    }

    @Test
    void a_stop_at_the_provider_counts_as_a_stop() {
        sender.answers(new SendResult.OptedOut());

        assertThat(outcome(executed(OnUnmet.HOLD)))
                .isEqualTo(new StepOutcome.Skipped(Reason.STOPPED));
        assertThat(outcome(executed(OnUnmet.HOLD)))
                .isEqualTo(new StepOutcome.Skipped(Reason.STOPPED));
        assertThat(sent()).containsExactly(QUESTION);
    }

    @Test
    void nobody_is_asked_after_a_stop() {
        text("STOP");

        assertThat(outcome(executed(OnUnmet.HOLD)))
                .isEqualTo(new StepOutcome.Skipped(Reason.STOPPED));
        assertThat(sent()).isEmpty();
    }

    @Test
    void a_yes_to_a_question_from_before_a_stop_does_not_lift_it() {
        Run run = executed(OnUnmet.HOLD);
        advance(Duration.ofMinutes(1));
        text("STOP");
        advance(Duration.ofMinutes(1));

        assertThat(text("yes")).isEqualTo(EventOutcome.CONFIRMED);
        wake();

        assertThat(outcome(run)).isEqualTo(new StepOutcome.Skipped(Reason.STOPPED));
        advance(Duration.ofMinutes(1));
        assertThat(text("START")).isEqualTo(EventOutcome.RESTARTED);
        assertThat(outcome(executed(OnUnmet.HOLD))).isEqualTo(accepted());
    }

    /** START from another number of the fan has lifted the STOP, but is no consent of this one. */
    @Test
    void a_yes_after_a_lifted_stop_agrees_like_start() {
        executed(OnUnmet.HOLD);
        advance(Duration.ofMinutes(1));
        text("STOP");
        advance(Duration.ofMinutes(1));
        world.fans.recordConsent(
                world.project,
                phone.identity(),
                new ConsentChange(ConsentChange.Kind.RESUMED, "SMother", world.clock.instant()));
        advance(Duration.ofMinutes(1));

        assertThat(text("yes")).isEqualTo(EventOutcome.RESTARTED);

        assertThat(outcome(executed(OnUnmet.HOLD))).isEqualTo(accepted());
    }

    @Test
    void start_confirms_as_well() {
        Run run = executed(OnUnmet.HOLD);
        advance(Duration.ofMinutes(1));

        text("START");
        wake();

        assertThat(outcome(run)).isEqualTo(accepted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ja", "oui", "ok"})
    void a_yes_that_nobody_asked_for_is_a_keyword(String word) {
        Flow flow = world.activeFlow(word, OnFailure.CONTINUE, step());

        assertThat(text(word)).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(world.executions.started().getLast().flow()).isEqualTo(flow.id());
    }

    private static Step.SendText step() {
        return new Step.SendText(new MessageTemplate("News"), OnUnmet.HOLD);
    }

    @Test
    void a_yes_after_a_week_is_a_keyword_again() {
        world.activeFlow("ja", OnFailure.CONTINUE, step());
        executed(OnUnmet.HOLD);
        advance(ConfirmationRequest.ANSWERABLE);

        assertThat(text("ja")).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_redelivered_yes_is_the_same_yes_and_a_second_one_a_keyword() {
        world.activeFlow("ja", OnFailure.CONTINUE, step());
        executed(OnUnmet.HOLD);
        advance(Duration.ofMinutes(1));

        assertThat(text("SMyes", "ja")).isEqualTo(EventOutcome.CONFIRMED);
        assertThat(text("SMyes", "ja")).isEqualTo(EventOutcome.DUPLICATE);
        assertThat(text("SMmore", "ja")).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_confirmation_is_announced_before_and_after_it_is_stored() {
        executed(OnUnmet.HOLD);
        advance(Duration.ofMinutes(1));
        wake();
        int before = world.wakeUps.later().size();

        text("yes");

        WakeUp.RequirementMet met =
                new WakeUp.RequirementMet(
                        world.project, Requirement.confirmedConsent(fan), Optional.empty());
        assertThat(world.wakeUps.later().subList(before, world.wakeUps.later().size()))
                .containsExactly(met);
        assertThat(world.wakeUps.take()).contains(met);
    }

    @Test
    void switching_double_opt_in_off_lets_waiting_runs_continue_within_a_day() {
        Run run = executed(OnUnmet.HOLD);

        use(Set.of());
        whenDue(run);

        assertThat(outcome(run)).isEqualTo(accepted());
    }

    /** The fan confirms just before the wait is announced, so that no wake-up finds the run. */
    @Test
    void a_confirmation_between_the_check_and_the_wait_is_seen() {
        Application application =
                world.decorated(
                        new InMemoryPorts.Decorator() {
                            @Override
                            public <P> P decorate(Class<P> type, P port) {
                                return port instanceof WaitingRunStore runs
                                        ? type.cast(before(runs, () -> confirm()))
                                        : port;
                            }
                        });
        Run run = begun(OnUnmet.HOLD);

        machine(application).execute(run);

        assertThat(sent()).containsExactly(QUESTION, "News");
        assertThat(outcome(run)).isEqualTo(accepted());
    }

    private void confirm() {
        advance(Duration.ofMillis(5));
        text("yes");
        Stream.generate(world.wakeUps::take)
                .takeWhile(Optional::isPresent)
                .forEach(it -> world.waker.wake(it.orElseThrow()));
    }

    /** The same, but something happens before a wait is announced. */
    private static WaitingRunStore before(WaitingRunStore runs, Runnable what) {
        return (WaitingRunStore)
                Proxy.newProxyInstance(
                        runs.getClass().getClassLoader(),
                        new Class<?>[] {WaitingRunStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("add")) {
                                what.run();
                            }
                            return method.invoke(runs, arguments);
                        });
    }

    /** Killed at each call, the step never asks twice on a day, and the run ends or waits. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_crash_at_any_call_never_leads_to_a_second_question(boolean afterwards) {
        for (int call = 1; ; call++) {
            DoubleOptInTest other = new DoubleOptInTest();
            Interruption crash = new Interruption(call, afterwards);
            Run run = other.begun(OnUnmet.HOLD);
            try {
                other.machine(other.world.decorated(crash)).execute(run);
            } catch (RuntimeException e) {
                other.advance(Duration.ofMinutes(2));
                other.world.resumer.resume(run.key());
                other.machine.execute(other.world.run(run.key()));
            }
            other.executed(OnUnmet.HOLD);

            assertThat(other.sent()).hasSizeLessThanOrEqualTo(1);
            assertThat(other.requests()).hasSize(1);
            if (!crash.hasHappened()) {
                return;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsentChange.Kind.class,
            names = {"KEYWORD", "OPT_IN"})
    void neither_a_keyword_nor_a_form_confirms(ConsentChange.Kind kind) {
        InMemoryFanStore store = world.fans;
        store.recordConsent(
                world.project,
                phone.identity(),
                new ConsentChange(kind, "more", world.clock.instant()));

        waiting(executed(OnUnmet.HOLD));
    }
}

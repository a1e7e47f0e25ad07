package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.OnReply;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.management.Precondition;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsEvent;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Flows that stop once their fan has written. */
class StopOnReplyTest extends StepRunnerFixture {
    private static final String DONE = "COMPLETED added";
    private static final String REPLIED = "SKIPPED fan_replied";

    private static WaitStep anHour() {
        return new WaitStep(new WaitTime.For(TimeSpan.of("PT1H")));
    }

    private FlowDefinition stopping(Step... steps) {
        return world.definition("presave", OnFailure.CONTINUE, steps).withOnReply(OnReply.STOP);
    }

    /** A run that the fan's text started, after its first execution. */
    private Run begun(Step... steps) {
        world.activeFlow(stopping(steps));
        assertThat(receive(World.FAN_NUMBER, "SM1", "presave")).isEqualTo(EventOutcome.RUN_STARTED);
        Run run = world.executions.started().getLast();
        machine.execute(run);
        world.clock.advance(Duration.ofMinutes(1));
        return run;
    }

    private EventOutcome receive(PhoneNumber from, String messageId, String body) {
        return world.texts.receive(
                new InboundText(
                        world.project,
                        Optional.of(messageId),
                        Optional.of(from.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    /** The time of a wait comes, and the run goes on. */
    private List<String> later(Run run) {
        world.clock.advance(Duration.ofHours(1));
        world.resumer.resume(run.key());
        machine.execute(world.executions.started().getLast());
        return outcomes(run);
    }

    @Test
    void a_reply_ends_the_run_before_its_next_step() {
        Run run = begun(text(), anHour(), text(), follow(OnUnmet.SKIP));

        assertThat(receive(World.FAN_NUMBER, "SM2", "when is the show?"))
                .isEqualTo(EventOutcome.NO_FLOW);

        assertThat(later(run)).containsExactly(DONE, REPLIED, REPLIED, REPLIED);
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text.acted()).isEqualTo(1);
        assertThat(follow.acted()).isZero();
    }

    @Test
    void without_a_reply_every_step_is_done() {
        Run run = begun(text(), anHour(), text());

        receive(new PhoneNumber("+14155550177"), "SM2", "when is the show?");

        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "HELP", "STOP"})
    void a_reserved_word_is_no_reply(String word) {
        Run run = begun(follow(OnUnmet.SKIP), anHour(), follow(OnUnmet.SKIP));

        receive(World.FAN_NUMBER, "SM2", word);

        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    @Test
    void the_text_that_started_the_run_is_no_reply_when_it_is_delivered_again() {
        Run run = begun(text(), anHour(), text());

        assertThat(receive(World.FAN_NUMBER, "SM1", "presave")).isEqualTo(EventOutcome.DUPLICATE);

        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    @Test
    void the_text_that_started_the_run_is_no_reply_if_nobody_listens_to_it_any_more() {
        Run run = begun(text(), anHour(), text());
        world.flows.pause(world.project, run.flow());

        assertThat(receive(World.FAN_NUMBER, "SM1", "presave")).isEqualTo(EventOutcome.NO_FLOW);

        world.flows.activate(world.project, run.flow());
        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    @Test
    void the_text_that_started_the_run_is_no_reply_if_the_clock_of_its_other_delivery_is_fast() {
        Flow flow = world.activeFlow(stopping(text(), anHour(), text()));
        world.flows.pause(world.project, flow.id());
        world.clock.advance(Duration.ofSeconds(4));
        assertThat(receive(World.FAN_NUMBER, "SM1", "presave")).isEqualTo(EventOutcome.NO_FLOW);
        world.clock.advance(Duration.ofSeconds(-4));
        world.flows.activate(world.project, flow.id());

        assertThat(receive(World.FAN_NUMBER, "SM1", "presave")).isEqualTo(EventOutcome.RUN_STARTED);

        Run run = world.executions.started().getLast();
        machine.execute(run);
        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    @Test
    void a_keyword_is_no_reply_to_a_run_that_started_before_it_was_delivered_again() {
        world.flows.create(world.project, stopping(text()));
        Flow other = world.activeFlow("hello", OnFailure.CONTINUE, text());
        assertThat(receive(World.FAN_NUMBER, "SM2", "hello")).isEqualTo(EventOutcome.RUN_STARTED);
        Run run = begun(text(), anHour(), text());
        world.flows.pause(world.project, other.id());

        assertThat(receive(World.FAN_NUMBER, "SM2", "hello")).isEqualTo(EventOutcome.NO_FLOW);

        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    @Test
    void an_answer_about_consent_is_no_reply_if_it_is_delivered_again_after_stop_and_start() {
        askForConsent();
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(receive(World.FAN_NUMBER, "SM0", "oui")).isEqualTo(EventOutcome.CONFIRMED);
        world.clock.advance(Duration.ofMinutes(1));
        receive(World.FAN_NUMBER, "SM00", "STOP");
        world.clock.advance(Duration.ofMinutes(1));
        receive(World.FAN_NUMBER, "SM000", "START");
        Run run = begun(text(), anHour(), text());

        assertThat(receive(World.FAN_NUMBER, "SM0", "oui")).isEqualTo(EventOutcome.DUPLICATE);

        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    private void askForConsent() {
        boolean asked =
                world.fans.claimConfirmation(
                        world.project,
                        world.identities.of(world.project, World.FAN_NUMBER).identity(),
                        new ConfirmationRequest("question", world.clock.instant(), true));
        assertThat(asked).isTrue();
    }

    @Test
    void a_keyword_of_a_flow_is_no_reply() {
        world.activeFlow(world.definition("tour", OnFailure.CONTINUE, text()));
        Run run = begun(text(), anHour(), text());

        receive(World.FAN_NUMBER, "SM2", "presave");
        receive(World.FAN_NUMBER, "SM3", "tour");

        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    @Test
    void a_reply_that_is_delivered_again_after_a_run_started_is_none_to_that_run() {
        world.flows.create(world.project, stopping(text()));
        receive(World.FAN_NUMBER, "SM0", "hello");
        world.clock.advance(Duration.ofMinutes(1));
        Run run = begun(text(), anHour(), text());

        receive(World.FAN_NUMBER, "SM0", "hello");

        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    @Test
    void a_reply_ends_the_run_at_the_end_of_a_wait_before_another_one_begins() {
        Run run = begun(text(), anHour(), new WaitStep(new WaitTime.For(TimeSpan.of("P300D"))));
        receive(World.FAN_NUMBER, "SM2", "thanks");

        world.clock.advance(Duration.ofHours(1));
        world.resumer.resume(run.key());

        assertThat(outcomes(run)).containsExactly(DONE, REPLIED, REPLIED);
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_reply_between_two_looks_of_one_attempt_counts() {
        Requirement number = Requirement.phoneNumber();
        AtomicInteger looks = new AtomicInteger();
        text.requiring(
                () -> {
                    if (looks.getAndIncrement() > 0) {
                        return Optional.empty();
                    }
                    world.clock.advance(Duration.ofSeconds(1));
                    receive(World.FAN_NUMBER, "SM2", "thanks");
                    return Optional.of(MissingRequirement.until(number, Reason.NO_NUMBER));
                });

        Run run = begun(text());

        assertThat(outcomes(run)).containsExactly(REPLIED);
        assertThat(text.acted()).isZero();
    }

    @Test
    void a_step_that_its_service_may_have_done_is_unknown() {
        follow.then(() -> Attempt.tryLater(Reason.NOT_IN_LIBRARY_YET, Duration.ofMinutes(1)));
        Run run = begun(follow(OnUnmet.HOLD), text());
        receive(World.FAN_NUMBER, "SM2", "thanks");

        assertThat(later(run)).containsExactly("UNKNOWN fan_replied", REPLIED);
        assertThat(follow.acted()).isEqualTo(1);
    }

    @Test
    void a_step_that_waited_is_judged_again() {
        Requirement number = Requirement.phoneNumber();
        text.requiring(() -> Optional.of(MissingRequirement.until(number, Reason.NO_NUMBER)));
        Run run = begun(text());
        receive(World.FAN_NUMBER, "SM2", "thanks");
        text.requiring(Optional::empty);

        wake(number);
        machine.execute(world.executions.started().getLast());

        assertThat(outcomes(run)).containsExactly(REPLIED);
        assertThat(text.acted()).isZero();
    }

    @Test
    void a_streaming_step_that_only_waited_was_certainly_not_done() {
        Requirement connection = Requirement.streamingConnection(fan);
        follow.requiring(
                () -> Optional.of(MissingRequirement.until(connection, Reason.NOT_CONNECTED)));
        Run run = begun(follow(OnUnmet.HOLD), text());
        receive(World.FAN_NUMBER, "SM2", "thanks");
        follow.requiring(Optional::empty);

        wake(connection);
        machine.execute(world.executions.started().getLast());

        assertThat(outcomes(run)).containsExactly(REPLIED, REPLIED);
        assertThat(follow.acted()).isZero();
    }

    @Test
    void a_step_that_may_have_been_done_stays_in_doubt_whatever_it_waits_for_next() {
        Requirement connection = Requirement.streamingConnection(fan);
        follow.then(() -> Attempt.tryLater(Reason.NOT_IN_LIBRARY_YET, Duration.ofMinutes(1)));
        Run run = begun(follow(OnUnmet.HOLD), text());
        follow.requiring(
                () -> Optional.of(MissingRequirement.until(connection, Reason.NOT_CONNECTED)));
        assertThat(later(run).getFirst()).isEqualTo("WAITING not_connected");
        receive(World.FAN_NUMBER, "SM2", "thanks");
        follow.requiring(Optional::empty);

        wake(connection);
        machine.execute(world.executions.started().getLast());

        assertThat(outcomes(run)).containsExactly("UNKNOWN fan_replied", REPLIED);
    }

    @Test
    void a_step_stays_in_doubt_although_only_its_last_attempt_is_recorded() {
        follow.then(() -> new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE));
        follow.then(() -> Attempt.tryLater(Reason.RATE_LIMITED, Duration.ofHours(1)));
        Run run = begun(follow(OnUnmet.HOLD), text());
        assertThat(outcomes(run).getFirst()).isEqualTo("WAITING rate_limited");
        receive(World.FAN_NUMBER, "SM2", "thanks");

        assertThat(later(run)).containsExactly("UNKNOWN fan_replied", REPLIED);
    }

    @Test
    void a_text_before_the_run_is_no_reply_although_the_keyword_was_published_earlier() {
        PhoneNumber number = new PhoneNumber("+18005550199");
        world.ports.smsNumbers.assign(world.project, number);
        world.activeFlow(stopping(text()));
        Instant published = world.clock.instant();
        world.clock.advance(Duration.ofSeconds(30));
        receive(number, "m2", "hello?", world.clock.instant());
        world.clock.advance(Duration.ofMinutes(1));

        receive(number, "m1", "presave", published);

        Run run = world.executions.started().getLast();
        machine.execute(run);
        assertThat(outcomes(run)).containsExactly(DONE);
    }

    @Test
    void a_text_that_arrives_after_the_run_began_is_a_reply_although_it_was_published_before() {
        PhoneNumber number = new PhoneNumber("+18005550199");
        world.ports.smsNumbers.assign(world.project, number);
        Instant published = world.clock.instant();
        world.clock.advance(Duration.ofSeconds(1));
        Run run = begun(text(), anHour(), text());

        receive(number, "m2", "thanks", published);

        assertThat(later(run)).containsExactly(DONE, REPLIED, REPLIED);
    }

    private void receive(PhoneNumber number, String id, String body, Instant published) {
        world.application
                .smsEvents()
                .receive(
                        new SmsEvent.Inbound(
                                number,
                                id,
                                World.FAN_NUMBER.e164(),
                                body,
                                Optional.empty(),
                                published));
    }

    @Test
    void a_deferred_step_ends_with_the_run() {
        follow.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.streamingConnection(fan),
                                        Reason.NOT_CONNECTED)));
        Run run = begun(follow(OnUnmet.DEFER), anHour(), text());

        receive(World.FAN_NUMBER, "SM2", "thanks");

        assertThat(later(run)).containsExactly(REPLIED, REPLIED, REPLIED);
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_reply_changes_nothing_in_other_flows_and_in_projects_without_such_a_flow() {
        world.activeFlow("presave", OnFailure.CONTINUE, text(), anHour(), text());
        receive(World.FAN_NUMBER, "SM1", "presave");
        Run run = world.executions.started().getLast();
        machine.execute(run);
        world.clock.advance(Duration.ofMinutes(1));

        receive(World.FAN_NUMBER, "SM2", "thanks");

        assertThat(world.projects.find(world.project).orElseThrow().recordsReplies()).isFalse();
        assertThat(
                        world.fans
                                .findIdentity(
                                        world.project,
                                        world.identities
                                                .of(world.project, World.FAN_NUMBER)
                                                .identity())
                                .flatMap(it -> it.repliedAt()))
                .isEmpty();
        assertThat(later(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }

    @Test
    void a_draft_that_is_changed_to_stop_makes_its_project_record_replies() {
        Flow flow =
                world.flows.create(
                        world.project, world.definition("presave", OnFailure.STOP, text()));
        assertThat(world.projects.find(world.project).orElseThrow().recordsReplies()).isFalse();

        world.flows.replace(world.project, flow.id(), stopping(text()), Precondition.none());

        assertThat(world.projects.find(world.project).orElseThrow().recordsReplies()).isTrue();
    }
}

package dev.actionflows.sendinstagramdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.InstagramEvent;
import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.RecordingObserver.Fact;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerWord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class SendInstagramDmActionTest {
    private static final InstagramAccountId ACCOUNT = new InstagramAccountId("17841405309211844");
    private static final String FAN = "1254459154682919";
    private static final String COMMENT = "17865799348089039";
    private static final InstagramToken TOKEN = new InstagramToken("a-long-lived-access-token");

    private final World world = new World();
    private final StateMachine machine = machine(world.ports.directMessages);

    SendInstagramDmActionTest() {
        useToken(TOKEN);
    }

    private void useToken(InstagramToken token) {
        world.application
                .management()
                .instagramChannel()
                .use(world.project, ACCOUNT, Optional.of(token));
    }

    private StateMachine machine(DirectMessageSender sender) {
        return new StateMachine(world.clock)
                .with(
                        StepType.SEND_INSTAGRAM_DM,
                        world.with(DirectMessageSender.class, sender)
                                .steps()
                                .runner(StepType.SEND_INSTAGRAM_DM));
    }

    private static Step.SendInstagramDm step(String text) {
        return new Step.SendInstagramDm(new MessageTemplate(text), OnUnmet.HOLD);
    }

    private static Step[] steps(String... texts) {
        return Arrays.stream(texts).map(SendInstagramDmActionTest::step).toArray(Step[]::new);
    }

    private Flow flow(Trigger trigger, Step... steps) {
        Flow flow =
                world.flows.create(
                        world.project,
                        new FlowDefinition(
                                "On Instagram",
                                trigger,
                                List.of(steps),
                                ReEntry.EVERY_EVENT,
                                OnFailure.CONTINUE));
        return world.flows.activate(world.project, flow.id());
    }

    private static Trigger onMessage() {
        return new InstagramTrigger.Dm(Optional.of(TriggerWord.of("tour")), Optional.empty());
    }

    private static Trigger onComment() {
        return new InstagramTrigger.Comment(
                Optional.empty(), Optional.of(TriggerWord.of("glow")), Optional.empty());
    }

    private void receive(InstagramEvent event) {
        world.application
                .instagram()
                .receive(
                        List.of(event),
                        0,
                        new Deadline(world.clock.instant().plusSeconds(15), world.clock));
    }

    private void write(String id, String text) {
        receive(
                new InstagramEvent.DirectMessage(
                        ACCOUNT, FAN, id, text, Optional.of(world.clock.instant())));
    }

    private void comment(String id) {
        receive(new InstagramEvent.Comment(ACCOUNT, FAN, id, List.of("1789"), "Glow!"));
    }

    /** The fan writes, and the run that this starts is executed. */
    private Run onMessage(Step... steps) {
        flow(onMessage(), steps);
        write("mid-1", "tour");
        return execute();
    }

    private Run onComment(Step... steps) {
        flow(onComment(), steps);
        comment(COMMENT);
        return execute();
    }

    private Run execute() {
        Run run = world.executions.started().getLast();
        machine.execute(run);
        return run;
    }

    private StepOutcome outcome(Run run) {
        return outcome(run, 0);
    }

    private StepOutcome outcome(Run run, int index) {
        return world.run(run.key()).step(index).outcome().orElseThrow();
    }

    private List<DirectMessage> sent() {
        return world.ports.directMessages.handedOver();
    }

    private static StepOutcome accepted() {
        return new StepOutcome.Completed(Reason.ACCEPTED);
    }

    private static StepOutcome skipped(Reason reason) {
        return new StepOutcome.Skipped(reason);
    }

    private static DirectMessage toFan(String text) {
        return new DirectMessage(ACCOUNT.value(), new DirectMessage.Recipient.Person(FAN), text);
    }

    private static DirectMessage toComment(String text) {
        return new DirectMessage(
                ACCOUNT.value(), new DirectMessage.Recipient.CommentAuthor(COMMENT), text);
    }

    private static Reason waitingFor(StepOutcome outcome) {
        assertThat(outcome).isInstanceOf(StepOutcome.Waiting.class);
        return outcome.reason();
    }

    private void wakeAll() {
        Stream.generate(world.wakeUps::take)
                .takeWhile(Optional::isPresent)
                .forEach(wakeUp -> world.waker.wake(wakeUp.orElseThrow()));
    }

    @Test
    void a_fan_who_wrote_gets_an_answer_from_the_projects_account() {
        Run run = onMessage(step("Thanks from {{project_name}}!"));

        assertThat(outcome(run)).isEqualTo(accepted());
        assertThat(sent()).containsExactly(toFan("Thanks from Night Harbour!"));
        assertThat(world.ports.directMessages.tokens()).containsExactly(TOKEN);
    }

    @Test
    void a_step_within_the_window_may_send_several_messages() {
        Run run = onMessage(steps("One", "Two"));

        assertThat(outcome(run, 1)).isEqualTo(accepted());
        assertThat(sent()).containsExactly(toFan("One"), toFan("Two"));
    }

    @ParameterizedTest
    @CsvSource({"PT23H58M, true", "PT24H, false", "P3D, false"})
    void a_day_after_the_fans_message_nothing_is_sent(Duration later, boolean isSent) {
        flow(onMessage(), step("Hello"));
        write("mid-1", "tour");
        Run run = world.executions.started().getLast();
        world.clock.advance(later);

        machine.execute(run);

        assertThat(outcome(run)).isEqualTo(isSent ? accepted() : skipped(Reason.OUTSIDE_WINDOW));
        assertThat(sent()).hasSize(isSent ? 1 : 0);
    }

    @Test
    void a_later_message_of_the_fan_opens_the_window_again() {
        flow(onMessage(), step("Hello"));
        write("mid-1", "tour");
        Run run = world.executions.started().getLast();
        world.clock.advance(Duration.ofDays(2));
        write("mid-2", "hello?");

        machine.execute(run);

        assertThat(outcome(run)).isEqualTo(accepted());
    }

    @Test
    void a_comment_is_answered_with_a_private_reply() {
        Run run = onComment(step("Thanks!"));

        assertThat(outcome(run)).isEqualTo(accepted());
        assertThat(sent()).containsExactly(toComment("Thanks!"));
    }

    @Test
    void a_comment_gets_one_private_reply_only() {
        Run run = onComment(steps("One", "Two"));

        assertThat(outcome(run, 0)).isEqualTo(accepted());
        assertThat(outcome(run, 1)).isEqualTo(skipped(Reason.ALREADY_REPLIED));
        assertThat(sent()).containsExactly(toComment("One"));
    }

    /** One direct message to a fan in this period. */
    private void cap(String period) {
        FrequencyCap cap = new FrequencyCap(Channel.INSTAGRAM_DM, 1, TimeSpan.of(period));
        world.projects.change(
                world.project,
                project -> project.withLimits(project.limits().withCaps(List.of(cap))));
    }

    @Test
    void a_capped_step_leaves_the_private_reply_to_a_later_one() {
        cap("P1D");
        onComment(step("Thanks!"));
        comment("17865799348089040");

        assertThat(waitingFor(outcome(execute()))).isEqualTo(Reason.FREQUENCY_CAP);
        assertThat(
                        world.ports.privateReplies.claim(
                                world.project,
                                "17865799348089040",
                                "another step",
                                world.clock.instant()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"PT12H, false", "P1D, true", "P7D, true"})
    void a_capped_message_waits_only_if_it_may_still_be_sent_then(
            String period, boolean isSkipped) {
        cap(period);
        Run run = onMessage(steps("One", "Two"));

        assertThat(outcome(run, 1).reason()).isEqualTo(Reason.FREQUENCY_CAP);
        assertThat(outcome(run, 1) instanceof StepOutcome.Skipped).isEqualTo(isSkipped);
        assertThat(sent()).containsExactly(toFan("One"));
    }

    @Test
    void each_comment_has_its_own_reply() {
        onComment(step("Thanks!"));
        comment("17865799348089040");
        Run second = execute();

        assertThat(outcome(second)).isEqualTo(accepted());
        assertThat(sent()).hasSize(2);
    }

    @Test
    void a_commenter_who_wrote_lately_gets_a_message_and_the_reply_stays_unused() {
        flow(onMessage(), step("Hello"));
        write("mid-1", "tour");
        execute();

        onComment(steps("One", "Two"));

        assertThat(sent()).containsExactly(toFan("Hello"), toFan("One"), toFan("Two"));
    }

    @ParameterizedTest
    @CsvSource({"P6DT23H, true", "P7D, false"})
    void a_week_after_the_comment_it_is_not_answered(Duration later, boolean isSent) {
        flow(onComment(), step("Thanks!"));
        comment(COMMENT);
        Run run = world.executions.started().getLast();
        world.clock.advance(later);

        machine.execute(run);

        assertThat(outcome(run)).isEqualTo(isSent ? accepted() : skipped(Reason.OUTSIDE_WINDOW));
    }

    @Test
    void a_reply_that_meta_asks_to_send_later_is_sent_by_the_same_step() {
        world.ports.directMessages.answers(
                new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.ofHours(3)));
        Run run = onComment(step("Thanks!"));
        assertThat(waitingFor(outcome(run))).isEqualTo(Reason.RATE_LIMITED);

        world.clock.advance(Duration.ofHours(3));
        world.resumer.resume(run.key());
        execute();

        assertThat(outcome(run)).isEqualTo(accepted());
        assertThat(sent()).containsExactly(toComment("Thanks!"), toComment("Thanks!"));
    }

    @Test
    void a_fan_without_an_instagram_account_gets_nothing() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Run run =
                world.startRun(
                        world.activeFlow("presave", OnFailure.CONTINUE, step("Hello")), fan, "SM1");
        machine.execute(run);

        assertThat(outcome(run)).isEqualTo(skipped(Reason.NO_INSTAGRAM));
        assertThat(sent()).isEmpty();
    }

    @Test
    void a_fan_who_texted_lately_but_never_wrote_on_instagram_gets_nothing() {
        FanId fan = world.fan(World.FAN_NUMBER);
        FanIdentity instagram = world.identities.of(world.project, Identity.Kind.INSTAGRAM, FAN);
        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram));
        Run run =
                world.startRun(
                        world.activeFlow("presave", OnFailure.CONTINUE, step("Hello")), fan, "SM1");
        machine.execute(run);

        assertThat(outcome(run)).isEqualTo(skipped(Reason.OUTSIDE_WINDOW));
        assertThat(sent()).isEmpty();
    }

    @Test
    void a_fan_who_sent_stop_gets_nothing_until_a_start() {
        flow(onMessage(), step("Hello"));
        write("mid-1", "tour");
        Run stopped = world.executions.started().getLast();
        world.clock.advance(Duration.ofSeconds(1));
        write("mid-2", "STOP");
        machine.execute(stopped);
        assertThat(outcome(stopped)).isEqualTo(skipped(Reason.STOPPED));

        world.clock.advance(Duration.ofSeconds(1));
        write("mid-3", "START");
        write("mid-4", "tour");

        assertThat(outcome(execute())).isEqualTo(accepted());
        assertThat(sent()).hasSize(1);
    }

    @Test
    void a_commenter_who_sent_stop_gets_no_reply() {
        flow(onMessage(), step("Hello"));
        write("mid-1", "tour");
        world.clock.advance(Duration.ofSeconds(1));
        write("mid-2", "STOP");
        world.clock.advance(Duration.ofDays(2));

        assertThat(outcome(onComment(step("Thanks!")))).isEqualTo(skipped(Reason.STOPPED));
        assertThat(sent()).isEmpty();
    }

    @Test
    void without_a_token_the_step_waits_and_is_woken_once_there_is_one() {
        world.instagram.release(world.project);
        world.instagram.assign(world.project, ACCOUNT);
        Run run = onMessage(step("Hello"));
        assertThat(waitingFor(outcome(run))).isEqualTo(Reason.NO_INSTAGRAM_ACCOUNT);
        assertThat(sent()).isEmpty();

        useToken(TOKEN);
        wakeAll();
        execute();

        assertThat(outcome(run)).isEqualTo(accepted());
        assertThat(sent()).hasSize(1);
    }

    @Test
    void an_ended_authorization_stops_the_channel_until_there_is_a_new_token() {
        world.ports.directMessages.answers(new SendResult.AuthorizationEnded());
        Run first = onMessage(step("Hello"));
        assertThat(waitingFor(outcome(first))).isEqualTo(Reason.ACCOUNT_DISCONNECTED);
        assertThat(world.observer.facts(Fact.ProviderFailed.class))
                .extracting(Fact.ProviderFailed::reason)
                .containsExactly(Reason.ACCOUNT_DISCONNECTED);

        write("mid-2", "tour");
        Run second = execute();
        assertThat(waitingFor(outcome(second))).isEqualTo(Reason.ACCOUNT_DISCONNECTED);
        assertThat(sent()).hasSize(1);

        InstagramToken renewed = new InstagramToken("a-renewed-access-token");
        useToken(renewed);
        wakeAll();
        world.executions.started().stream().skip(2).forEach(machine::execute);

        assertThat(outcome(first)).isEqualTo(accepted());
        assertThat(outcome(second)).isEqualTo(accepted());
        assertThat(world.ports.directMessages.tokens()).containsExactly(TOKEN, renewed, renewed);
    }

    @Test
    void a_token_that_was_replaced_while_the_old_one_was_refused_is_used_at_once() {
        InstagramToken renewed = new InstagramToken("a-renewed-access-token");
        DirectMessageSender sender =
                (message, token, timeout) -> {
                    if (token.equals(TOKEN)) {
                        useToken(renewed);
                        return new SendResult.AuthorizationEnded();
                    }
                    return world.ports.directMessages.send(message, token, timeout);
                };
        flow(onMessage(), step("Hello"));
        write("mid-1", "tour");
        Run run = world.executions.started().getLast();

        machine(sender).execute(run);

        assertThat(outcome(run)).isEqualTo(accepted());
        assertThat(world.ports.directMessages.tokens()).containsExactly(renewed);
        assertThat(
                        world.instagram
                                .find(world.project)
                                .flatMap(InstagramAccount::access)
                                .filter(InstagramAccess::hasEnded))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"OUTSIDE_WINDOW", "ALREADY_REPLIED"})
    void what_meta_does_not_permit_is_skipped(Reason reason) {
        world.ports.directMessages.answers(new SendResult.NotPermitted(reason));

        assertThat(outcome(onMessage(step("Hello")))).isEqualTo(skipped(reason));
    }

    @Test
    void an_unreachable_fan_is_a_failure() {
        world.ports.directMessages.answers(new SendResult.MessageRefused(Reason.FAN_UNREACHABLE));

        assertThat(outcome(onMessage(step("Hello"))))
                .isEqualTo(new StepOutcome.Failed(Reason.FAN_UNREACHABLE));
    }

    @Test
    void without_an_answer_the_step_is_unknown_and_never_sent_again() {
        world.ports.directMessages.answers(new SendResult.Unknown(Reason.NO_ANSWER));

        Run run = onMessage(step("Hello"));

        assertThat(outcome(run)).isEqualTo(new StepOutcome.Unknown(Reason.NO_ANSWER));
        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Stale());
        assertThat(sent()).hasSize(1);
    }

    @Test
    void a_template_whose_result_can_exceed_a_thousand_bytes_is_rejected() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> flow(onMessage(), step("ä".repeat(501))))
                .satisfies(
                        it ->
                                assertThat(it.violations())
                                        .anySatisfy(
                                                violation ->
                                                        assertThat(violation.detail())
                                                                .contains("1002 bytes", "by 2")));
        assertThat(flow(onMessage(), step("ä".repeat(500))).status()).isEqualTo(FlowStatus.ACTIVE);
    }
}

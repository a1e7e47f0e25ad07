package dev.actionflows.domain.step.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.analytics.Participation;
import dev.actionflows.domain.analytics.RunTrials;
import dev.actionflows.domain.analytics.Trial;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.flow.Experiment;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.messaging.permit.Assigned;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Fans who get no message, or another one, to find out whether messages work. */
class HoldoutTest {
    private static final Experiment HALF = new Experiment(28, 50, Optional.empty());
    private static final StepOutcome HELD_OUT = new StepOutcome.HeldOut(Reason.HOLDOUT);

    private final World world = new World();
    private final InMemoryTextSender sender = world.ports.texts;
    private final StateMachine machine = new StateMachine(world.clock);
    private int messages;

    HoldoutTest() {
        for (StepType type :
                List.of(StepType.SEND_TEXT, StepType.SEND_EMAIL, StepType.ADD_TO_SEGMENT)) {
            machine.with(type, world.application.steps().runner(type));
        }
        // noon, so that no quiet hours interfere
        ZonedDateTime local = world.clock.instant().atZone(ZoneId.of("America/Los_Angeles"));
        world.clock.advance(Duration.between(local, local.plusDays(1).with(LocalTime.NOON)));
    }

    private static Step.SendText text(String text) {
        return new Step.SendText(new MessageTemplate(text), OnUnmet.SKIP);
    }

    private Flow flow(Experiment experiment, Step... steps) {
        FlowDefinition definition = world.definition("news", OnFailure.CONTINUE, steps);
        return world.activeFlow(definition.withExperiment(experiment));
    }

    private static PhoneNumber number(int of) {
        return new PhoneNumber("+1415555%04d".formatted(of));
    }

    /** A fan who is held out, or one who is not. */
    private FanId fan(Flow flow, boolean isHeldOut) {
        return IntStream.range(0, 100)
                .mapToObj(number -> world.fan(number(number)))
                .filter(fan -> flow.definition().experiment().holdsOut(flow.id(), fan) == isHeldOut)
                .findFirst()
                .orElseThrow();
    }

    private Run executed(Flow flow, FanId fan) {
        Run run = world.startRun(flow, fan, "SM" + ++messages);
        machine.execute(run);
        return world.run(run.key());
    }

    @Test
    void a_fan_who_is_held_out_gets_no_message_and_everything_else() {
        Flow flow = flow(HALF, text("News"), new AddToSegmentStep(world.segment.id()));

        Run run = executed(flow, fan(flow, true));

        assertThat(run.step(0).outcome()).contains(HELD_OUT);
        assertThat(run.step(0).permit()).isEmpty();
        assertThat(run.step(1).outcome()).contains(new StepOutcome.Completed(Reason.ADDED));
        assertThat(sender.handedOver()).isEmpty();
        assertThat(executed(flow, fan(flow, true)).step(0).outcome()).contains(HELD_OUT);
    }

    @Test
    void another_fan_gets_it_and_is_remembered_as_one_to_compare_with() {
        Flow flow = flow(HALF, text("News"));

        RunStep step = executed(flow, fan(flow, false)).step(0);

        assertThat(step.outcome()).contains(new StepOutcome.Completed(Reason.ACCEPTED));
        assertThat(step.permit().orElseThrow().assigned())
                .isEqualTo(new Assigned(Optional.empty(), true));
        assertThat(sender.handedOver()).hasSize(1);
    }

    /** Otherwise those who are held out would differ from others by more than chance. */
    @Test
    void only_what_everything_permits_is_held_out() {
        Flow flow = flow(HALF, text("News"));
        FanId fan = fan(flow, true);
        FanIdentity phone = world.fans.find(world.project, fan).orElseThrow().channels().getFirst();
        world.fans.recordConsent(
                world.project,
                phone.identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "STOP-1", world.clock.instant()));

        assertThat(executed(flow, fan).step(0).outcome())
                .contains(new StepOutcome.Skipped(Reason.STOPPED));
    }

    @Test
    void held_out_messages_cost_nothing_and_need_credits_all_the_same() {
        Flow flow = flow(HALF, text("News"));
        FanId heldOut = fan(flow, true);
        FanId other = fan(flow, false);
        haveCredits(1);

        assertThat(executed(flow, heldOut).step(0).outcome()).contains(HELD_OUT);
        assertThat(executed(flow, heldOut).step(0).outcome()).contains(HELD_OUT);
        assertThat(executed(flow, other).step(0).outcome())
                .contains(new StepOutcome.Completed(Reason.ACCEPTED));
        world.clock.advance(Duration.ofSeconds(3));
        assertThat(executed(flow, heldOut).step(0).outcome())
                .contains(new StepOutcome.Skipped(Reason.CREDITS_USED_UP));
    }

    /** So many that a message is sent without looking at what was used. */
    @Test
    void held_out_messages_need_one_of_many_credits_as_well() {
        Flow flow = flow(HALF, text("News"));
        FanId heldOut = fan(flow, true);
        FanId other = fan(flow, false);
        int credits = 800;
        haveCredits(credits);

        for (int sent = 0; sent < credits - 1; sent++) {
            executed(flow, other);
        }
        assertThat(executed(flow, heldOut).step(0).outcome()).contains(HELD_OUT);
        executed(flow, other);

        assertThat(sender.handedOver()).hasSize(credits);
        assertThat(executed(flow, heldOut).step(0).outcome())
                .contains(new StepOutcome.Skipped(Reason.CREDITS_USED_UP));
        assertThat(executed(flow, other).step(0).outcome())
                .contains(new StepOutcome.Skipped(Reason.CREDITS_USED_UP));
    }

    private void haveCredits(int monthly) {
        CreditLimits credits =
                new CreditLimits(
                        OptionalLong.empty(),
                        OptionalLong.of(monthly),
                        WhenUsedUp.STOP,
                        Optional.empty());
        world.projects.change(world.project, it -> it.withLimits(it.limits().withCredits(credits)));
        // settings are remembered for a moment
        world.clock.advance(Duration.ofSeconds(3));
    }

    @Test
    void a_fallback_is_not_sent_in_place_of_a_message_that_is_held_out() {
        MessageTemplate news = new MessageTemplate("News");
        Flow flow = flow(HALF, text("News"), new Step.SendEmail(news, news, OnUnmet.SKIP, true));

        Run run = executed(flow, fan(flow, true));

        assertThat(run.step(1).outcome())
                .contains(new StepOutcome.Skipped(Reason.EARLIER_MESSAGE_HELD_OUT));
    }

    @Test
    void variants_are_sent_as_assigned_and_recorded() {
        Flow flow =
                flow(
                        Experiment.DEFAULT,
                        new Step.SendText(
                                new MessageTemplate("first"),
                                OnUnmet.SKIP,
                                false,
                                List.of(text("second"), text("third"))));
        Set<String> sent = new HashSet<>();
        for (int number = 0; number < 30; number++) {
            FanId fan = world.fan(number(number));
            Assigned assigned = executed(flow, fan).step(0).permit().orElseThrow().assigned();

            String body = sender.handedOver().getLast().body();
            assertThat(body)
                    .isEqualTo(
                            List.of("first", "second", "third")
                                    .get(assigned.variant().orElseThrow()));
            assertThat(assigned.besideHoldout()).isFalse();
            executed(flow, fan);
            assertThat(sender.handedOver().getLast().body()).isEqualTo(body);
            sent.add(body);
        }
        assertThat(sent).hasSize(3);
    }

    /**
     * Nobody refuses what is held out, so the comparison includes those whom a provider refuses.
     */
    @Test
    void a_fan_whom_the_provider_refuses_is_compared_too() {
        comparedThough(new SendResult.OptedOut(), new StepOutcome.Skipped(Reason.STOPPED));
    }

    @Test
    void a_fan_whose_message_the_provider_does_not_permit_is_compared_too() {
        comparedThough(
                new SendResult.NotPermitted(Reason.NO_CONSENT),
                new StepOutcome.Skipped(Reason.NO_CONSENT));
    }

    @Test
    void a_fan_whose_message_was_not_sent_since_the_credentials_had_ended_is_compared_too() {
        comparedThough(
                new SendResult.AuthorizationEnded(),
                new StepOutcome.Failed(Reason.CREDENTIALS_REJECTED));
    }

    /** By its policy, the step does not wait. */
    @Test
    void a_fan_whose_message_the_provider_does_not_take_now_is_compared_too() {
        comparedThough(
                new SendResult.NotTaken(Reason.SENDER_NOT_VERIFIED, Duration.ofMinutes(15)),
                new StepOutcome.Skipped(Reason.SENDER_NOT_VERIFIED));
    }

    @Test
    void a_fan_whose_message_the_provider_never_took_is_compared_too() {
        comparedThough(
                new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.ofDays(31)),
                new StepOutcome.Failed(Reason.RATE_LIMITED));
    }

    private void comparedThough(SendResult result, StepOutcome outcome) {
        Flow flow = flow(HALF, text("News"));
        sender.answers(result);

        Run run = executed(flow, fan(flow, false));

        assertThat(run.step(0).outcome()).contains(outcome);
        assertThat(run.step(0).permit().orElseThrow().use()).isEmpty();
        assertThat(RunTrials.of(run))
                .isEqualTo(
                        Map.of(
                                Trial.HOLDOUT,
                                Participation.of(Trial.SENT, run.step(0).endedAt().orElseThrow())));
    }

    @Test
    void a_message_that_the_provider_did_not_take_leaves_no_permit_where_no_fans_are_compared() {
        Flow flow = flow(Experiment.DEFAULT, text("News"));
        sender.answers(new SendResult.NotTaken(Reason.SENDER_NOT_VERIFIED, Duration.ofMinutes(15)));

        assertThat(executed(flow, world.fan(number(1))).step(0).permit()).isEmpty();
    }

    /** Until the provider takes it, nothing is known of the message. */
    @Test
    void a_message_that_the_provider_takes_later_counts_once_it_does() {
        Flow flow = flow(HALF, text("News"));
        sender.answers(new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.ofMinutes(15)));
        Run run = executed(flow, fan(flow, false));

        assertThat(run.step(0).outcome().orElseThrow()).isInstanceOf(StepOutcome.Waiting.class);
        assertThat(RunTrials.of(run)).isEmpty();
    }
}

package dev.actionflows.sendtext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.messaging.limits.CapUse;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Frequency caps and credits, over all flows of a project. */
class LimitsOfTextsTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final FrequencyCap DAILY = new FrequencyCap(Channel.TEXT, 1, TimeSpan.of("P1D"));

    private final World world = new World();
    private final InMemoryTextSender sender = world.ports.texts;
    private StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.SEND_TEXT, world.application.steps().runner(StepType.SEND_TEXT));
    private final FanId fan = world.fan(World.FAN_NUMBER);

    /** The fans' numbers are in San Francisco, where texts are allowed from 8 to 21. */
    @BeforeEach
    void goToTenInTheMorning() {
        world.clock.advance(Duration.ofHours(6));
    }

    private Run begun(String text, OnUnmet onUnmet, FanId of) {
        Flow flow =
                world.activeFlow(
                        "k" + world.ids.nonce().toLowerCase(java.util.Locale.ROOT).substring(0, 8),
                        OnFailure.CONTINUE,
                        new Step.SendText(new MessageTemplate(text), onUnmet));
        return world.startRun(flow, of, "SM" + world.ids.nonce());
    }

    private RunStep executed(Run run) {
        machine.execute(world.run(run.key()));
        return world.run(run.key()).step(0);
    }

    private RunStep send(OnUnmet onUnmet) {
        return executed(begun("Hello", onUnmet, fan));
    }

    private RunStep resumed(Run run) {
        world.resumer.resume(run.key());
        return executed(run);
    }

    private void capped(FrequencyCap... caps) {
        world.projects.change(
                world.project,
                project -> project.withLimits(project.limits().withCaps(List.of(caps))));
    }

    private void limited(long monthly, WhenUsedUp whenUsedUp) {
        world.application
                .management()
                .messageLimits()
                .useCredits(
                        world.project,
                        new CreditLimits(
                                OptionalLong.empty(),
                                OptionalLong.of(monthly),
                                whenUsedUp,
                                Optional.empty()));
    }

    private long used() {
        return Arrays.stream(world.ports.messageBudgets.used(world.project, "2026-11")).sum();
    }

    private static StepOutcome accepted() {
        return new StepOutcome.Completed(Reason.ACCEPTED);
    }

    @Test
    void a_second_flow_waits_until_the_cap_permits_its_text() {
        capped(DAILY);
        RunStep first = send(OnUnmet.HOLD);
        world.clock.advance(Duration.ofHours(1));
        Run run = begun("More", OnUnmet.HOLD, fan);

        StepOutcome.Waiting waiting = executed(run).waiting().orElseThrow();
        assertThat(waiting.reason()).isEqualTo(Reason.FREQUENCY_CAP);
        assertThat(sender.handedOver()).hasSize(1);
        Instant permitted = first.endedAt().orElseThrow().plus(DAY);
        // decided again every six hours, because the cap may change
        assertThat(waiting.until())
                .isBetween(
                        world.clock.instant().plus(Duration.ofHours(6)).minusSeconds(5),
                        world.clock.instant().plus(Duration.ofHours(6)).plusSeconds(600));

        RunStep step = executed(run);
        while (step.waiting().isPresent()) {
            Instant until = step.waiting().orElseThrow().until();
            assertThat(until).isBeforeOrEqualTo(permitted);
            world.clock.advance(Duration.between(world.clock.instant(), until));
            step = resumed(run);
        }
        assertThat(world.clock.instant()).isBetween(permitted.minusSeconds(5), permitted);
        assertThat(step.outcome()).contains(accepted());
        assertThat(step.permit().orElseThrow().use().orElseThrow().caps())
                .containsExactly(new CapUse(DAILY, 1));
        assertThat(sender.handedOver()).hasSize(2);
    }

    @Test
    void a_text_that_waits_for_a_cap_is_sent_once_the_cap_is_removed() {
        capped(DAILY);
        send(OnUnmet.HOLD);
        Run run = begun("More", OnUnmet.HOLD, fan);
        assertThat(executed(run).waiting()).isPresent();

        world.application.management().messageLimits().useCaps(world.project, List.of());
        wake(Requirement.messageLimits());

        assertThat(executed(run).outcome()).contains(accepted());
    }

    @Test
    void a_step_that_skips_does_not_wait_for_the_cap() {
        capped(DAILY);
        send(OnUnmet.SKIP);

        assertThat(send(OnUnmet.SKIP).outcome())
                .contains(new StepOutcome.Skipped(Reason.FREQUENCY_CAP));
    }

    @Test
    void another_fan_has_a_count_of_their_own() {
        capped(DAILY);
        send(OnUnmet.HOLD);

        FanId other = world.fan(new PhoneNumber("+14155550177"));
        assertThat(executed(begun("Hello", OnUnmet.HOLD, other)).outcome()).contains(accepted());
    }

    static Stream<SendResult> rejections() {
        return Stream.of(
                new SendResult.MessageRefused(Reason.REJECTED),
                new SendResult.NotPermitted(Reason.FAN_UNREACHABLE),
                new SendResult.AuthorizationEnded(),
                new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("rejections")
    void a_rejected_text_uses_nothing_up(SendResult rejection) {
        capped(DAILY);
        limited(1, WhenUsedUp.STOP);
        sender.answers(rejection);
        RunStep rejected = send(OnUnmet.HOLD);

        assertThat(rejected.permit().flatMap(it -> it.use())).isEmpty();
        assertThat(used()).isZero();
        assertThat(send(OnUnmet.HOLD).outcome()).contains(accepted());
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void a_text_without_a_response_may_have_been_sent_and_counts() {
        capped(DAILY);
        limited(1, WhenUsedUp.STOP);
        sender.answers(new SendResult.Unknown(Reason.NO_ANSWER));

        assertThat(send(OnUnmet.HOLD).permit().orElseThrow().use()).isPresent();
        assertThat(used()).isEqualTo(1);
        assertThat(send(OnUnmet.SKIP).outcome())
                .contains(new StepOutcome.Skipped(Reason.FREQUENCY_CAP));
    }

    @Test
    void credits_are_the_parts_times_the_price_of_the_destination() {
        limited(100, WhenUsedUp.STOP);
        FanId british = world.fan(new PhoneNumber("+447400123456"));
        RunStep sent = executed(begun("x".repeat(161), OnUnmet.HOLD, british));

        assertThat(sent.permit().orElseThrow().use().flatMap(MessageUse::credits))
                .hasValueSatisfying(
                        it -> {
                            assertThat(it.parts()).isEqualTo(2);
                            assertThat(it.credits()).isGreaterThan(2).isEqualTo((int) used());
                        });
    }

    @ParameterizedTest
    @EnumSource(OnUnmet.class)
    void when_credits_are_used_up_further_texts_are_skipped(OnUnmet onUnmet) {
        limited(1, WhenUsedUp.STOP);
        send(onUnmet);

        assertThat(send(onUnmet).outcome())
                .contains(new StepOutcome.Skipped(Reason.CREDITS_USED_UP));
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void or_they_wait_and_more_credits_wake_them() {
        limited(0, WhenUsedUp.WAIT);
        wake(Requirement.messageLimits());
        Run run = begun("Hello", OnUnmet.HOLD, fan);
        assertThat(executed(run).waiting().map(StepOutcome.Waiting::reason))
                .contains(Reason.CREDITS_USED_UP);

        limited(1, WhenUsedUp.WAIT);
        wake(Requirement.messageLimits());

        assertThat(executed(run).outcome()).contains(accepted());
    }

    /** Credits that are raised before the wait is announced wake nothing: the step looks again. */
    @Test
    void or_they_are_sent_if_there_are_more_before_the_wait_is_announced() {
        limited(0, WhenUsedUp.WAIT);
        wake(Requirement.messageLimits());
        beforeWaits(this::grantOne);

        assertThat(send(OnUnmet.HOLD).outcome()).contains(accepted());
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void or_they_wait_for_their_flow_if_it_is_paused_meanwhile() {
        limited(0, WhenUsedUp.WAIT);
        wake(Requirement.messageLimits());
        Run run = begun("Hello", OnUnmet.HOLD, fan);
        beforeWaits(
                () -> {
                    grantOne();
                    world.application
                            .management()
                            .flows(world.ids)
                            .pause(world.project, run.flow());
                });

        assertThat(executed(run).waiting().map(StepOutcome.Waiting::reason))
                .contains(Reason.FLOW_PAUSED);
        assertThat(sender.handedOver()).isEmpty();
    }

    private void grantOne() {
        limited(1, WhenUsedUp.WAIT);
        wake(Requirement.messageLimits());
    }

    /** From now on, this happens once, before the first wait is announced. */
    private void beforeWaits(Runnable what) {
        WaitingRunStore real = world.ports.waitingRuns;
        AtomicBoolean first = new AtomicBoolean(true);
        WaitingRunStore announced =
                (WaitingRunStore)
                        Proxy.newProxyInstance(
                                WaitingRunStore.class.getClassLoader(),
                                new Class<?>[] {WaitingRunStore.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("add") && first.getAndSet(false)) {
                                        what.run();
                                    }
                                    return method.invoke(real, arguments);
                                });
        machine =
                new StateMachine(world.clock)
                        .with(
                                StepType.SEND_TEXT,
                                world.with(WaitingRunStore.class, announced)
                                        .steps()
                                        .runner(StepType.SEND_TEXT));
    }

    /** Delivers the queued wake-ups up to the one for this requirement. */
    private void wake(Requirement requirement) {
        WakeUp.RequirementMet met;
        do {
            met = world.wakeUps.take().orElseThrow();
            world.waker.wake(met);
        } while (!met.requirement().equals(requirement));
    }

    @Test
    void or_they_wait_for_the_next_month() {
        limited(1, WhenUsedUp.WAIT);
        send(OnUnmet.HOLD);
        Instant end = Instant.parse("2026-11-30T20:00:00Z");
        world.clock.advance(Duration.between(world.clock.instant(), end));
        Run run = begun("Hello", OnUnmet.HOLD, fan);

        StepOutcome.Waiting waiting = executed(run).waiting().orElseThrow();
        assertThat(waiting.until())
                .isBetween(
                        Instant.parse("2026-12-01T00:00:00Z"),
                        Instant.parse("2026-12-01T00:10:00Z"));
        world.clock.advance(Duration.between(world.clock.instant(), waiting.until()));

        assertThat(resumed(run).waiting().map(StepOutcome.Waiting::reason).orElse(Reason.ACCEPTED))
                .isNotEqualTo(Reason.CREDITS_USED_UP);
    }

    @Test
    void or_they_are_sent_nevertheless_and_counted() {
        limited(1, WhenUsedUp.CONTINUE);
        send(OnUnmet.HOLD);

        assertThat(send(OnUnmet.HOLD).outcome()).contains(accepted());
        assertThat(used()).isEqualTo(2);
    }

    /** A STOP between the check of the consent and the taking of credits. */
    @Test
    void a_stop_that_is_stored_while_credits_are_taken_prevents_the_text() {
        limited(1, WhenUsedUp.STOP);
        MessageBudgetStore real = world.ports.messageBudgets;
        MessageBudgetStore stopped =
                new MessageBudgetStore() {
                    @Override
                    public long[] used(dev.actionflows.domain.id.ProjectId project, String pool) {
                        return real.used(project, pool);
                    }

                    @Override
                    public Outcome take(MessageTake take) {
                        world.fans.recordConsent(
                                world.project,
                                world.identities.of(world.project, World.FAN_NUMBER).identity(),
                                new ConsentChange(
                                        ConsentChange.Kind.STOP, "SM0", world.clock.instant()));
                        return real.take(take);
                    }

                    @Override
                    public Optional<LinkClaim.Holder> linkHolder(
                            dev.actionflows.domain.id.ProjectId project, LinkClaim claim) {
                        return real.linkHolder(project, claim);
                    }

                    @Override
                    public void giveBack(MessageTake take) {
                        real.giveBack(take);
                    }
                };
        machine =
                new StateMachine(world.clock)
                        .with(
                                StepType.SEND_TEXT,
                                world.with(MessageBudgetStore.class, stopped)
                                        .steps()
                                        .runner(StepType.SEND_TEXT));

        assertThat(send(OnUnmet.HOLD).outcome()).contains(new StepOutcome.Skipped(Reason.STOPPED));
        assertThat(sender.handedOver()).isEmpty();
        assertThat(used()).isZero();
    }
}

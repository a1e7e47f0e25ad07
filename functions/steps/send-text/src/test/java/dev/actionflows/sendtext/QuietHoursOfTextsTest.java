package dev.actionflows.sendtext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.limits.CreditPrices;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.permit.Assigned;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.messaging.quiethours.QuietHoursEvidence;
import dev.actionflows.domain.messaging.quiethours.ZoneSource;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Texts that answer no text, because ten minutes have passed since the fan's. The fan's number is
 * in San Francisco, where texts are allowed from 8 to 21.
 */
class QuietHoursOfTextsTest {
    private static final ZoneId SAN_FRANCISCO = ZoneId.of("America/Los_Angeles");
    private static final Duration TOO_LATE = Duration.ofMinutes(11);

    private static final Optional<MessageUse> ONE_CREDIT =
            Optional.of(
                    new MessageUse(
                            List.of(),
                            Optional.of(new CreditUse(1, 1, CreditPrices.standard().version()))));

    private final World world = new World();
    private final InMemoryTextSender sender = world.ports.texts;
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.SEND_TEXT, world.application.steps().runner(StepType.SEND_TEXT));
    private final Map<OnUnmet, Flow> flows = new EnumMap<>(OnUnmet.class);
    private final FanId fan = world.fan(World.FAN_NUMBER);

    /** Goes to the next time that the clock in San Francisco shows. */
    private void goTo(int hour, int minute, int second) {
        Instant now = world.clock.instant();
        Instant target =
                now.atZone(SAN_FRANCISCO)
                        .toLocalDate()
                        .atTime(hour, minute, second)
                        .atZone(SAN_FRANCISCO)
                        .toInstant();
        world.clock.advance(
                Duration.between(
                        now, target.isBefore(now) ? target.plus(Duration.ofDays(1)) : target));
    }

    private Run begun(FanId of, OnUnmet onUnmet) {
        Flow flow =
                flows.computeIfAbsent(
                        onUnmet,
                        policy ->
                                world.activeFlow(
                                        "news" + policy.wireName(),
                                        OnFailure.CONTINUE,
                                        new Step.SendText(new MessageTemplate("News"), policy)));
        return world.startRun(flow, of, "SM" + world.ids.nonce());
    }

    private RunStep sendAt(int hour, int minute, int second, OnUnmet onUnmet) {
        goTo(hour, minute, second);
        world.clock.advance(TOO_LATE.negated());
        Run run = begun(fan, onUnmet);
        world.clock.advance(TOO_LATE);
        return executed(run);
    }

    private RunStep executed(Run run) {
        machine.execute(world.run(run.key()));
        return world.run(run.key()).step(0);
    }

    private RunStep sendAt(int hour, int minute, int second) {
        return sendAt(hour, minute, second, OnUnmet.HOLD);
    }

    private Instant waitingUntil(RunStep step) {
        StepOutcome.Waiting waiting = step.waiting().orElseThrow();
        assertThat(waiting.reason()).isEqualTo(Reason.QUIET_HOURS);
        return waiting.until();
    }

    private void assertWaitsForMorning(RunStep step) {
        assertThat(waitingUntil(step).atZone(SAN_FRANCISCO).toLocalTime())
                .isBetween(LocalTime.of(8, 0), LocalTime.of(8, 10));
        assertThat(sender.handedOver()).isEmpty();
    }

    @Test
    void a_text_in_quiet_hours_waits_until_they_end_and_is_sent_then() {
        goTo(22, 0, 0);
        Run run = begun(fan, OnUnmet.HOLD);
        world.clock.advance(TOO_LATE);
        RunStep waiting = executed(run);
        assertWaitsForMorning(waiting);

        world.clock.advance(Duration.between(world.clock.instant(), waitingUntil(waiting)));
        world.resumer.resume(run.key());
        RunStep sent = executed(run);

        assertThat(sent.outcome()).contains(new StepOutcome.Completed(Reason.ACCEPTED));
        assertThat(sender.handedOver()).hasSize(1);
    }

    @Test
    void what_permitted_a_text_is_part_of_its_step() {
        RunStep sent = sendAt(12, 0, 0);

        assertThat(sent.permit())
                .contains(
                        new SendPermit(
                                new SendPermit.Basis.Consent("first-word-of-" + fan),
                                new SendingHours.Open(
                                        new QuietHoursEvidence(
                                                List.of("US"),
                                                evidence(sent).tableVersion(),
                                                List.of(SAN_FRANCISCO),
                                                ZoneSource.NUMBER,
                                                evidence(sent).areasVersion())),
                                ONE_CREDIT,
                                Assigned.NONE));
        assertThat(evidence(sent).tableVersion()).matches("\\d{4}-\\d{2}-\\d{2}");
        assertThat(evidence(sent).areasVersion()).contains("libphonenumber");
    }

    private static QuietHoursEvidence evidence(RunStep sent) {
        return ((SendingHours.Open) sent.permit().orElseThrow().hours()).evidence();
    }

    @Test
    void the_answer_to_a_fans_text_is_sent_at_night() {
        goTo(23, 30, 0);
        RunStep sent = executed(begun(fan, OnUnmet.HOLD));

        assertThat(sent.outcome()).contains(new StepOutcome.Completed(Reason.ACCEPTED));
        assertThat(sent.permit())
                .contains(
                        new SendPermit(
                                new SendPermit.Basis.Consent("first-word-of-" + fan),
                                new SendingHours.Answer(),
                                ONE_CREDIT,
                                Assigned.NONE));
    }

    @Test
    void an_answer_at_night_leaves_the_provider_within_ten_minutes() {
        goTo(23, 30, 0);
        executed(begun(fan, OnUnmet.HOLD));

        assertThat(sender.handedOver().getFirst().validity())
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        goTo(12, 0, 0);
        RunStep byDay = executed(begun(fan, OnUnmet.HOLD));
        assertThat(byDay.permit().orElseThrow().hours()).isInstanceOf(SendingHours.Open.class);
        assertThat(sender.handedOver().getLast().validity())
                .isBetween(Duration.ofHours(8), Duration.ofHours(9));
    }

    @Test
    void the_answer_has_to_be_sent_within_ten_minutes() {
        goTo(23, 30, 0);
        Run run = begun(fan, OnUnmet.HOLD);
        world.clock.advance(Duration.ofMinutes(10));

        assertWaitsForMorning(executed(run));
    }

    @Test
    void a_step_that_skips_does_not_wait_for_the_morning() {
        RunStep step = sendAt(6, 0, 0, OnUnmet.SKIP);

        assertThat(step.outcome()).contains(new StepOutcome.Skipped(Reason.QUIET_HOURS));
        assertThat(step.permit()).isEmpty();
    }

    @Test
    void the_first_and_the_last_allowed_times_are_exact() {
        assertWaitsForMorning(sendAt(7, 59, 59));
        assertThat(sendAt(8, 0, 0).outcome()).contains(new StepOutcome.Completed(Reason.ACCEPTED));
        assertThat(sendAt(20, 58, 0).outcome())
                .contains(new StepOutcome.Completed(Reason.ACCEPTED));
    }

    @Test
    void a_text_that_might_leave_after_the_hours_close_waits() {
        assertWaitsForMorning(sendAt(20, 59, 30));
    }

    @Test
    void the_provider_may_keep_a_text_only_until_the_hours_close() {
        sendAt(20, 0, 0);

        assertThat(sender.handedOver().getFirst().validity())
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        sendAt(9, 0, 0);
        assertThat(sender.handedOver().getLast().validity()).isEqualTo(TextMessage.MAX_VALIDITY);
    }

    @Test
    void a_stop_while_the_text_waits_prevents_it() {
        goTo(22, 0, 0);
        Run run = begun(fan, OnUnmet.HOLD);
        world.clock.advance(TOO_LATE);
        RunStep waiting = executed(run);
        world.fans.recordConsent(
                world.project,
                world.identities.of(world.project, World.FAN_NUMBER).identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "SM0", world.clock.instant()));

        world.clock.advance(Duration.between(world.clock.instant(), waitingUntil(waiting)));
        world.resumer.resume(run.key());

        assertThat(executed(run).outcome()).contains(new StepOutcome.Skipped(Reason.STOPPED));
        assertThat(sender.handedOver()).isEmpty();
    }

    @Test
    void the_time_zone_that_the_fan_declared_counts() {
        world.fans.setTimeZone(
                world.project,
                world.fans.find(world.project, fan).orElseThrow(),
                ZoneId.of("Asia/Tokyo"));

        // 16:00 in Tokyo
        RunStep sent = sendAt(23, 0, 0);

        assertThat(sent.outcome()).contains(new StepOutcome.Completed(Reason.ACCEPTED));
        assertThat(evidence(sent).zones()).containsExactly(ZoneId.of("Asia/Tokyo"));
        assertThat(evidence(sent).zoneSource()).isEqualTo(ZoneSource.DECLARED);
    }

    @Test
    void a_number_of_no_country_gets_no_text() {
        FanId somewhere = world.fan(new PhoneNumber("+80012345678"));
        Run run = begun(somewhere, OnUnmet.HOLD);
        world.clock.advance(TOO_LATE);

        assertThat(executed(run).outcome())
                .contains(new StepOutcome.Skipped(Reason.NO_ALLOWED_HOURS));
    }

    @Test
    void texts_that_wait_for_the_same_morning_are_spread() {
        goTo(22, 0, 0);
        List<Run> runs = Stream.generate(() -> begun(fan, OnUnmet.HOLD)).limit(50).toList();
        world.clock.advance(TOO_LATE);

        assertThat(runs.stream().map(run -> waitingUntil(executed(run))).distinct().count())
                .isGreaterThan(25);
    }

    @Test
    void what_permitted_a_text_in_doubt_is_kept_too() {
        sender.answers(new SendResult.Unknown(Reason.NO_ANSWER));

        RunStep step = sendAt(12, 0, 0);

        assertThat(step.outcome()).contains(new StepOutcome.Unknown(Reason.NO_ANSWER));
        assertThat(step.permit().map(SendPermit::basis))
                .contains(new SendPermit.Basis.Consent("first-word-of-" + fan));
    }
}

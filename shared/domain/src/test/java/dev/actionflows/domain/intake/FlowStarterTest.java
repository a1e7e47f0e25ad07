package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.domain.trigger.TriggerWord;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether an event starts a run, and what is recorded if it does not. */
class FlowStarterTest {
    private final World world = new World();
    private final FanId fan = world.fan(World.FAN_NUMBER);

    private Flow flow(Trigger trigger, ReEntry reEntry) {
        Flow draft =
                world.flows.create(
                        world.project,
                        new FlowDefinition(
                                "Flow on " + trigger.scope(),
                                trigger,
                                List.of(new AddToSegmentStep(world.segment.id())),
                                reEntry,
                                OnFailure.CONTINUE));
        return world.flows.activate(world.project, draft.id());
    }

    private Flow keywordFlow(ReEntry reEntry) {
        return flow(Trigger.SmsKeyword.of("presave"), reEntry);
    }

    private Trigger anyRelease(int count, Duration within) {
        return new Trigger.OfRelease(
                TriggerType.RELEASE_PRESAVED,
                Optional.empty(),
                Optional.of(new Threshold(count, within)));
    }

    private IntakeResult text(String id) {
        return take(
                new EventFan(world.project, fan, Set.of()), TriggerType.SMS_KEYWORD, "presave", id);
    }

    private IntakeResult preSave(String release, String id) {
        return take(
                new EventFan(world.project, fan, Set.of()),
                TriggerType.RELEASE_PRESAVED,
                release,
                id);
    }

    private IntakeResult take(EventFan person, TriggerType type, String scope, String id) {
        world.clock.advance(Duration.ofMillis(1));
        IntakeReader.IntakeFacts facts =
                world.reader.readEvent(world.project, Optional.empty(), type, List.of(scope));
        FanEvent event = new FanEvent(new EventId(id), type, scope, world.clock.instant());
        return world.intake.take(person, event, facts.listening(List.of(scope)));
    }

    @Test
    void an_event_without_a_matching_flow_is_recorded_with_that_reason() {
        IntakeResult result = text("sms:1");

        assertThat(result.why()).contains(NotStartedReason.NO_FLOW);
        assertThat(result.outcome()).isEqualTo(EventOutcome.NO_FLOW);
        assertThat(world.events.records())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.event().id()).isEqualTo(new EventId("sms:1"));
                            assertThat(it.fan()).contains(fan);
                            assertThat(it.flow()).isEmpty();
                        });
    }

    @Test
    void every_event_starts_a_run_and_its_redelivery_does_not() {
        keywordFlow(ReEntry.EVERY_EVENT);

        IntakeResult first = text("sms:1");
        IntakeResult second = text("sms:2");
        IntakeResult repeat = text("sms:1");

        assertThat(first.outcome()).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(second.outcome()).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(repeat.outcome()).isEqualTo(EventOutcome.DUPLICATE);
        assertThat(repeat.runs()).isEqualTo(first.runs());
        assertThat(world.executions.started()).hasSize(2);
        assertThat(world.events.records()).isEmpty();
    }

    @Test
    void a_fan_enters_once_and_the_second_event_refers_to_the_run() {
        Flow flow = keywordFlow(ReEntry.ONCE);
        IntakeResult first = text("sms:1");
        world.clock.advance(Duration.ofDays(400));

        IntakeResult second = text("sms:2");

        assertThat(second.why()).contains(NotStartedReason.ENTERED_BEFORE);
        assertThat(second.outcome()).isEqualTo(EventOutcome.NOT_ENTERED);
        assertThat(world.events.records())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.flow()).contains(flow.id());
                            assertThat(it.stoppedBy()).contains(first.runs().getFirst());
                        });
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void a_fan_enters_once_per_object() {
        flow(anyRelease(2, Duration.ofDays(30)), ReEntry.ONCE_PER_OBJECT);
        preSave("rel_a", "api:1");
        assertThat(preSave("rel_b", "api:2").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
        preSave("rel_c", "api:3");

        IntakeResult again = preSave("rel_b", "api:4");
        assertThat(again.why()).contains(NotStartedReason.ENTERED_FOR_THIS_BEFORE);
        preSave("rel_e", "api:5");
        assertThat(preSave("rel_d", "api:6").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_fan_who_entered_under_a_former_id_cannot_enter_again() {
        keywordFlow(ReEntry.ONCE);
        IntakeResult first = text("sms:1");
        FanId kept = FanId.from(world.ids);

        IntakeResult second =
                take(
                        new EventFan(world.project, kept, Set.of(fan)),
                        TriggerType.SMS_KEYWORD,
                        "presave",
                        "sms:2");

        assertThat(second.why()).contains(NotStartedReason.ENTERED_BEFORE);
        assertThat(world.events.records().getFirst().stoppedBy()).contains(first.runs().getFirst());
    }

    @Test
    void a_redelivery_after_the_fan_was_merged_starts_no_second_run() {
        for (ReEntry reEntry : List.of(ReEntry.EVERY_EVENT, ReEntry.cooldown(Duration.ofDays(7)))) {
            Flow flow = keywordFlow(reEntry);
            String id = "sms:" + reEntry.policy();
            IntakeResult first = text(id);

            IntakeResult again =
                    take(
                            new EventFan(world.project, FanId.from(world.ids), Set.of(fan)),
                            TriggerType.SMS_KEYWORD,
                            "presave",
                            id);

            assertThat(again.outcome()).isEqualTo(EventOutcome.DUPLICATE);
            assertThat(again.runs()).isEqualTo(first.runs());
            world.flows.pause(world.project, flow.id());
        }
    }

    @Test
    void a_cooldown_prevents_entry_and_a_redelivery_does_not_extend_it() {
        keywordFlow(ReEntry.cooldown(Duration.ofDays(7)));
        IntakeResult first = text("sms:1");
        world.clock.advance(Duration.ofDays(6));

        IntakeResult early = text("sms:2");
        assertThat(early.why()).contains(NotStartedReason.COOLING_DOWN);
        assertThat(world.events.records().getFirst().stoppedBy()).contains(first.runs().getFirst());

        assertThat(text("sms:1").outcome()).isEqualTo(EventOutcome.DUPLICATE);
        world.clock.advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(text("sms:1").outcome()).isEqualTo(EventOutcome.DUPLICATE);
        assertThat(text("sms:3").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_cooldown_whose_run_was_not_stored_admits_the_same_event() {
        Flow flow = keywordFlow(ReEntry.cooldown(Duration.ofDays(7)));
        interruptIntake(flow, "sms:1");

        assertThat(text("sms:1").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_cooldown_starts_at_its_event_and_not_at_the_delivery_that_stored_the_run() {
        Flow flow = keywordFlow(ReEntry.cooldown(Duration.ofMinutes(3)));
        interruptIntake(flow, "sms:1");
        world.clock.advance(Duration.ofSeconds(40));
        assertThat(text("sms:1").outcome()).isEqualTo(EventOutcome.RUN_STARTED);

        world.clock.advance(Duration.ofSeconds(139));
        assertThat(text("sms:2").why()).contains(NotStartedReason.COOLING_DOWN);
        world.clock.advance(Duration.ofSeconds(1));

        assertThat(text("sms:3").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
    }

    /** Interrupts the intake of an event before its run is stored. */
    private void interruptIntake(Flow flow, String eventId) {
        // a cooldown is looked up before it starts
        int reads = flow.definition().reEntry().cooldown().isPresent() ? 1 : 0;
        AtomicInteger calls = new AtomicInteger();
        FlowStarter interrupted =
                new FlowStarter(
                        new FailingLedger(world.ledger, _ -> calls.getAndIncrement() >= reads),
                        world.guards,
                        world.events,
                        world.executions,
                        world.observer,
                        world.clock);
        FanEvent event =
                new FanEvent(
                        new EventId(eventId),
                        TriggerType.SMS_KEYWORD,
                        "presave",
                        world.clock.instant());
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () ->
                                interrupted.take(
                                        new EventFan(world.project, fan, Set.of()),
                                        event,
                                        List.of(TriggerClaim.of(flow))));
    }

    @Test
    void an_interrupted_event_reaches_its_threshold_on_redelivery() {
        Flow flow =
                flow(
                        new Trigger.SmsKeyword(
                                TriggerWord.of("presave"),
                                Optional.of(new Threshold(2, Duration.ofDays(30)))),
                        ReEntry.EVERY_EVENT);
        text("sms:1");
        interruptIntake(flow, "sms:2");
        assertThat(text("sms:3").why()).contains(NotStartedReason.THRESHOLD_NOT_REACHED);

        assertThat(text("sms:2").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void an_interrupted_event_does_not_enter_twice_for_its_object() {
        Flow flow = keywordFlow(ReEntry.ONCE_PER_OBJECT);
        interruptIntake(flow, "sms:1");

        assertThat(text("sms:2").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(text("sms:1").why()).contains(NotStartedReason.ENTERED_FOR_THIS_BEFORE);
    }

    @Test
    void a_threshold_is_reached_by_its_count_and_then_starts_over() {
        flow(
                new Trigger.SmsKeyword(
                        TriggerWord.of("presave"),
                        Optional.of(new Threshold(3, Duration.ofDays(30)))),
                ReEntry.EVERY_EVENT);

        assertThat(text("sms:1").why()).contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        assertThat(text("sms:2").why()).contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        assertThat(text("sms:2").why()).contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        IntakeResult third = text("sms:3");
        assertThat(third.outcome()).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(text("sms:3").runs()).isEqualTo(third.runs());
        assertThat(text("sms:1").outcome()).isEqualTo(EventOutcome.NOT_ENTERED);
        assertThat(text("sms:4").why()).contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void events_older_than_the_threshold_period_do_not_count() {
        flow(
                new Trigger.SmsKeyword(
                        TriggerWord.of("presave"),
                        Optional.of(new Threshold(2, Duration.ofDays(30)))),
                ReEntry.EVERY_EVENT);
        text("sms:1");
        world.clock.advance(Duration.ofDays(31));

        assertThat(text("sms:2").why()).contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        assertThat(text("sms:3").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_threshold_on_any_release_counts_distinct_releases_and_the_exact_flow_runs_too() {
        Flow loyal = flow(anyRelease(2, Duration.ofDays(30)), ReEntry.ONCE);
        Flow exact =
                flow(
                        new Trigger.OfRelease(
                                TriggerType.RELEASE_PRESAVED,
                                Optional.of(world.release.id()),
                                Optional.empty()),
                        ReEntry.EVERY_EVENT);
        String release = world.release.id().value();

        assertThat(preSave("rel_other", "api:1").why())
                .contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        assertThat(preSave("rel_other", "api:2").why())
                .contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        IntakeResult both = preSave(release, "api:3");

        assertThat(both.entries())
                .extracting(IntakeResult.FlowResult::flow)
                .containsExactly(exact.id(), loyal.id());
        assertThat(both.runs()).hasSize(2);
    }

    @Test
    void fifty_concurrent_events_reach_a_threshold_of_ten_five_times() {
        flow(
                new Trigger.SmsKeyword(
                        TriggerWord.of("presave"),
                        Optional.of(new Threshold(10, Duration.ofDays(30)))),
                ReEntry.EVERY_EVENT);

        Together.run(50, number -> text("sms:" + number));

        assertThat(world.executions.started()).hasSize(5);
        assertThat(world.events.records())
                .hasSize(45)
                .extracting(EventRecord::why)
                .containsOnly(NotStartedReason.THRESHOLD_NOT_REACHED);
    }

    private IntakeResult textOfMerged(FanId kept, String id) {
        return take(
                new EventFan(world.project, kept, Set.of(fan)),
                TriggerType.SMS_KEYWORD,
                "presave",
                id);
    }

    @Test
    void events_under_a_former_id_count_once_for_the_merged_fan() {
        flow(
                new Trigger.SmsKeyword(
                        TriggerWord.of("presave"),
                        Optional.of(new Threshold(3, Duration.ofDays(30)))),
                ReEntry.EVERY_EVENT);
        text("sms:1");
        text("sms:2");
        FanId kept = FanId.from(world.ids);

        assertThat(textOfMerged(kept, "sms:2").why())
                .contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        assertThat(textOfMerged(kept, "sms:3").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(textOfMerged(kept, "sms:3").outcome()).isEqualTo(EventOutcome.DUPLICATE);
        assertThat(textOfMerged(kept, "sms:4").why())
                .contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        assertThat(textOfMerged(kept, "sms:5").why())
                .contains(NotStartedReason.THRESHOLD_NOT_REACHED);
        assertThat(textOfMerged(kept, "sms:6").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void expired_events_under_a_former_id_do_not_count_for_the_merged_fan() {
        flow(
                new Trigger.SmsKeyword(
                        TriggerWord.of("presave"),
                        Optional.of(new Threshold(2, Duration.ofDays(30)))),
                ReEntry.EVERY_EVENT);
        text("sms:1");
        world.clock.advance(Duration.ofDays(31));

        assertThat(textOfMerged(FanId.from(world.ids), "sms:2").why())
                .contains(NotStartedReason.THRESHOLD_NOT_REACHED);
    }

    @Test
    void a_cooldown_under_a_former_id_applies_to_the_merged_fan() {
        keywordFlow(ReEntry.cooldown(Duration.ofDays(7)));
        IntakeResult first = text("sms:1");
        FanId kept = FanId.from(world.ids);

        assertThat(textOfMerged(kept, "sms:2").why()).contains(NotStartedReason.COOLING_DOWN);
        assertThat(world.events.records().getFirst().stoppedBy()).contains(first.runs().getFirst());
        world.clock.advance(Duration.ofDays(7));
        assertThat(textOfMerged(kept, "sms:3").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(textOfMerged(kept, "sms:4").why()).contains(NotStartedReason.COOLING_DOWN);
    }

    @Test
    void an_event_interrupted_before_its_fan_was_merged_enters_on_redelivery() {
        Flow flow = keywordFlow(ReEntry.cooldown(Duration.ofDays(7)));
        world.guards.enter(
                new ReEntryStore.ReEntryKey(world.project, flow.id(), fan, false),
                RunId.of(
                        world.project,
                        flow.id(),
                        fan,
                        TriggerClaim.of(flow).reEntry().keyFor("sms:1", "presave")),
                world.clock.instant(),
                world.clock.instant().plus(Duration.ofDays(7)));
        FanId kept = FanId.from(world.ids);

        assertThat(textOfMerged(kept, "sms:1").outcome()).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(textOfMerged(kept, "sms:2").why()).contains(NotStartedReason.COOLING_DOWN);
    }
}

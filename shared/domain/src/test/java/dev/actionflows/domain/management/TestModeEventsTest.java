package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.audience.AddToSegmentAction;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.domain.trigger.TriggerWord;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which flows the events of test fans start. */
class TestModeEventsTest extends TestModeFixture {
    @Test
    void only_a_test_fan_starts_the_draft() {
        Flow draft = draft("presave");

        TestMode test = test(draft, tester);

        assertThat(test.until()).isEqualTo(world.clock.instant().plus(DAY));
        assertThat(text("SM1")).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(text(OTHER_NUMBER, "SM2", "presave")).isEqualTo(EventOutcome.NO_FLOW);
        assertThat(text(new PhoneNumber("+14155550199"), "SM3", "presave"))
                .isEqualTo(EventOutcome.NO_FLOW);
        assertThat(started())
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.flow()).isEqualTo(draft.id());
                            assertThat(run.fan()).isEqualTo(tester);
                            assertThat(run.test()).isTrue();
                        });
        assertThat(text(World.FAN_NUMBER, "SM4", "something else")).isEqualTo(EventOutcome.NO_FLOW);
    }

    @Test
    void the_active_flow_with_the_same_trigger_runs_for_other_fans_and_the_reason_is_recorded() {
        Flow owner = active("presave");
        Flow draft = draft("presave");
        test(draft, tester);

        text("SM1");
        text(OTHER_NUMBER, "SM2", "presave");

        assertThat(startedFlows()).containsExactly(draft.id(), owner.id());
        Run run = started().getFirst();
        assertThat(started()).extracting(Run::test).containsExactly(true, false);
        assertThat(world.events.trace(project, new EventId("sms:SM1")))
                .contains(new EventResult.RunStarted(run))
                .filteredOn(EventResult.NotStarted.class::isInstance)
                .extracting(it -> ((EventResult.NotStarted) it).entry())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.flow()).contains(owner.id());
                            assertThat(entry.why()).isEqualTo(NotStartedReason.TAKEN_BY_TEST);
                            assertThat(entry.stoppedBy()).contains(run.key().run());
                        });
    }

    @Test
    void a_redelivered_event_starts_one_run_and_is_recorded_once() {
        active("presave");
        test(draft("presave"), tester);

        text("SM1");
        assertThat(text("SM1")).isEqualTo(EventOutcome.DUPLICATE);

        assertThat(started()).hasSize(1);
        assertThat(world.events.records()).hasSize(1);
    }

    @Test
    void twenty_concurrent_deliveries_start_one_run() {
        test(draft("presave"), tester);

        Together.run(20, _ -> text("SM1"));

        assertThat(
                        world.ledger
                                .listByFlow(
                                        project, started().getFirst().flow(), Optional.empty(), 9)
                                .items())
                .hasSize(1);
    }

    @Test
    void a_test_can_be_repeated_regardless_of_the_re_entry_policy() {
        for (ReEntry reEntry :
                List.of(
                        ReEntry.ONCE,
                        ReEntry.ONCE_PER_OBJECT,
                        ReEntry.cooldown(Duration.ofDays(7)))) {
            Flow draft = draft(Trigger.SmsKeyword.of("presave"), reEntry);
            test(draft, tester);
            String id = "SM" + reEntry.policy().name().replace("_", "");

            assertThat(text(id + "1")).isEqualTo(EventOutcome.RUN_STARTED);
            assertThat(text(id + "2")).isEqualTo(EventOutcome.RUN_STARTED);

            world.flows.activate(project, draft.id());
            assertThat(text(id + "3")).as("after activation").isEqualTo(EventOutcome.RUN_STARTED);
            assertThat(text(id + "4")).isEqualTo(EventOutcome.NOT_ENTERED);
            world.flows.archive(project, draft.id(), Precondition.none());
        }
    }

    @Test
    void a_threshold_applies_in_a_test_and_its_count_does_not_carry_over() {
        Flow draft =
                draft(
                        new Trigger.SmsKeyword(
                                TriggerWord.of("presave"),
                                Optional.of(new Threshold(2, Duration.ofDays(30)))),
                        ReEntry.EVERY_EVENT);
        test(draft, tester);

        assertThat(text("SM1")).isEqualTo(EventOutcome.NOT_ENTERED);
        assertThat(text("SM2")).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(text("SM3")).isEqualTo(EventOutcome.NOT_ENTERED);
        world.flows.activate(project, draft.id());
        assertThat(text("SM4")).isEqualTo(EventOutcome.NOT_ENTERED);
        assertThat(text("SM5")).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_test_counts_only_events_since_its_start() {
        Flow draft =
                draft(
                        new Trigger.SmsKeyword(
                                TriggerWord.of("presave"),
                                Optional.of(new Threshold(3, Duration.ofDays(30)))),
                        ReEntry.EVERY_EVENT);
        test(draft, tester);
        text("SM1");
        text("SM2");
        world.tests.end(project, draft.id());
        world.clock.advance(Duration.ofDays(1));
        test(draft, tester);

        assertThat(text("SM3")).isEqualTo(EventOutcome.NOT_ENTERED);
        test(draft, tester, other);
        assertThat(text("SM4")).isEqualTo(EventOutcome.NOT_ENTERED);
        assertThat(text("SM5")).as("still the same test").isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_flow_on_any_release_is_tested_alongside_the_active_flow_of_a_release() {
        Flow loyal =
                draft(
                        new Trigger.OfRelease(
                                TriggerType.RELEASE_PRESAVED,
                                Optional.empty(),
                                Optional.of(new Threshold(2, Duration.ofDays(30)))),
                        ReEntry.ONCE);
        Flow exact =
                embed.flowOn(
                        new Trigger.OfRelease(
                                TriggerType.RELEASE_PRESAVED,
                                Optional.of(world.release.id()),
                                Optional.empty()),
                        ReEntry.EVERY_EVENT);
        test(loyal, tester);
        Release another = Samples.release();
        world.catalog.create(project, another);

        preSaved("1", Map.of("releaseId", another.id().value()));
        preSaved("2", Map.of("releaseId", world.release.id().value()));

        assertThat(startedFlows()).containsExactlyInAnyOrder(exact.id(), loyal.id());
    }

    @Test
    void only_the_flow_that_a_test_replaced_records_the_test_run() {
        Trigger anyTwo =
                new Trigger.OfRelease(
                        TriggerType.RELEASE_PRESAVED,
                        Optional.empty(),
                        Optional.of(new Threshold(2, Duration.ofDays(30))));
        Flow exact =
                embed.flowOn(
                        new Trigger.OfRelease(
                                TriggerType.RELEASE_PRESAVED,
                                Optional.of(world.release.id()),
                                Optional.empty()),
                        ReEntry.EVERY_EVENT);
        Flow owner = embed.flowOn(anyTwo, ReEntry.EVERY_EVENT);
        Flow draft = draft(anyTwo, ReEntry.EVERY_EVENT);
        test(draft, tester);
        Release another = Samples.release();
        world.catalog.create(project, another);

        preSaved("1", Map.of("releaseId", world.release.id().value()));
        preSaved("2", Map.of("releaseId", another.id().value()));

        assertThat(startedFlows()).containsExactly(exact.id(), draft.id());
        assertThat(world.events.records())
                .filteredOn(it -> it.why() == NotStartedReason.TAKEN_BY_TEST)
                .allSatisfy(it -> assertThat(it.flow()).contains(owner.id()))
                .extracting(EventRecord::stoppedBy)
                .containsExactly(Optional.empty(), Optional.of(started().getLast().key().run()));
    }

    private void preSaved(String id, Map<String, String> about) {
        Map<String, Object> document = new java.util.HashMap<>(about);
        document.put("id", id);
        document.put("type", "release.presaved");
        document.put("fanId", tester.value());
        Violations violations = new Violations();
        embed.serverEvents()
                .receive(
                        embed.project(),
                        violations.orThrow(EventRequest.decode(Fields.of(document, violations))),
                        Optional.empty(),
                        EmbedWorld.CLIENT);
    }

    @Test
    void an_event_with_a_fan_id_starts_the_test_as_well() {
        Flow draft =
                draft(
                        new Trigger.OfRelease(
                                TriggerType.RELEASE_PRESAVED,
                                Optional.of(world.release.id()),
                                Optional.empty()),
                        ReEntry.ONCE_PER_OBJECT);
        test(draft, tester);

        preSaved("1", Map.of("releaseId", world.release.id().value()));

        assertThat(startedFlows()).containsExactly(draft.id());
    }

    @Test
    void the_version_at_the_time_of_the_event_is_run_with_its_trigger() {
        Flow draft = draft("presave");
        test(draft, tester);
        world.flows.replace(
                project,
                draft.id(),
                definition(Trigger.SmsKeyword.of("news"), ReEntry.EVERY_EVENT),
                Precondition.none());

        assertThat(text("SM1")).isEqualTo(EventOutcome.NO_FLOW);
        text(World.FAN_NUMBER, "SM2", "news");

        assertThat(started()).singleElement().extracting(Run::flowVersion).isEqualTo(2);
    }

    @Test
    void test_runs_of_a_paused_flow_continue_while_its_other_runs_hold() {
        Flow flow = active("presave");
        text(OTHER_NUMBER, "SM0", "presave");
        world.flows.pause(project, flow.id());
        test(flow, tester);
        text("SM1");
        StateMachine machine =
                new StateMachine(world.clock)
                        .with(
                                StepType.ADD_TO_SEGMENT,
                                world.runner(new AddToSegmentAction(world.catalog)));

        assertThat(machine.execute(started().getFirst())).isEqualTo(new StepAnswer.Park());
        assertThat(machine.execute(started().getLast())).isEqualTo(new StepAnswer.Done());

        assertThat(world.run(started().getLast().key()).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(world.run(started().getLast().key()).test()).isTrue();
        assertThat(world.catalog.isMember(project, world.segment.id(), tester)).isTrue();
        assertThat(world.catalog.isMember(project, world.segment.id(), other)).isFalse();
    }

    @Test
    void a_stop_applies_in_a_test_and_a_consent_by_a_test_keyword_is_marked_as_such() {
        test(draft("presave"), tester);
        PhoneNumber quiet = new PhoneNumber("+14155550177");
        FanIdentity identity = world.identities.of(project, quiet);
        FanId colleague =
                world.fans
                        .findOrCreate(
                                project, identity, FanId.from(world.ids), world.clock.instant())
                        .id();
        test(draft("news"), colleague);

        text(quiet, "SM1", "news");
        assertThat(world.fans.consents(project, identity.identity()))
                .singleElement()
                .extracting(ConsentChange::evidence)
                .isEqualTo(Map.of("keyword", "news", "test", "true"));
        assertThat(text("SM2")).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(text(World.FAN_NUMBER, "SM3", "STOP")).isEqualTo(EventOutcome.STOPPED);
    }

    @Test
    void if_triggers_become_equal_later_the_first_test_takes_the_event() {
        Flow first = draft("presave");
        Flow second = draft("news");
        test(first, tester);
        test(second, tester);
        test(first, tester, other);
        world.flows.replace(
                project,
                second.id(),
                definition(Trigger.SmsKeyword.of("presave"), ReEntry.EVERY_EVENT),
                Precondition.none());
        text("SM1");

        assertThat(startedFlows()).containsExactly(first.id());
    }
}

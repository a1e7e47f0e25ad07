package dev.actionflows.domain.management;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.step.Step;
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
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;





/** A flow that is tried out for real by some fans. */
class TestModeServiceTest {
    private static final PhoneNumber OTHER_NUMBER = new PhoneNumber("+14155550124");
    private static final Duration DAY = TestModeService.DEFAULT_LENGTH;

    private final EmbedWorld embed = new EmbedWorld();
    private final World world = embed.world;
    private final ProjectId project = world.project;
    private final FanId tester = world.fan(World.FAN_NUMBER);
    private final FanId other = youngerFan();
    private final Step join = new Step.AddToSegment(world.segment.id());

    private FanId youngerFan() {
        world.clock.advance(Duration.ofMillis(1));
        return world.fan(OTHER_NUMBER);
    }

    private FlowDefinition definition(Trigger trigger, ReEntry reEntry) {
        return new FlowDefinition(
                "Flow on " + trigger.scope(), trigger, List.of(join), reEntry, OnFailure.CONTINUE);
    }

    private Flow draft(Trigger trigger, ReEntry reEntry) {
        return world.flows.create(project, definition(trigger, reEntry));
    }

    private Flow draft(String keyword) {
        return draft(Trigger.SmsKeyword.of(keyword), ReEntry.EVERY_EVENT);
    }

    private Flow active(String keyword) {
        return world.flows.activate(project, draft(keyword).id());
    }

    private TestMode test(Flow flow, FanId... fans) {
        return world.tests.start(project, flow.id(), List.of(fans), DAY);
    }

    private EventOutcome text(PhoneNumber from, String id, String body) {
        world.clock.advance(Duration.ofMillis(1));
        return world.texts.receive(
                new InboundText(
                        project,
                        Optional.of(id),
                        Optional.of(from.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    private EventOutcome text(String id) {
        return text(World.FAN_NUMBER, id, "presave");
    }

    /** In order; one that was delivered twice may have been asked for twice. */
    private List<Run> started() {
        return world.executions.started().stream().distinct().toList();
    }

    private List<FlowId> startedFlows() {
        return started().stream().map(Run::flow).toList();
    }

    private Optional<TestMode> underWay(Flow flow) {
        Project stored = world.projects.find(project).orElseThrow();
        return TestModeService.underWay(
                stored, world.flows.get(project, flow.id()), world.clock.instant());
    }

    private static ProblemException problem(ErrorCode code, ThrowingCallable call) {
        ProblemException[] found = new ProblemException[1];
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .satisfies(it -> found[0] = it)
                .extracting(ProblemException::code)
                .isEqualTo(code);
        return found[0];
    }

    private void merge(FanId one, FanId two) {
        FanIdentity proof =
                world.identities.of(project, Identity.Kind.EMAIL, one + "@label.example");
        world.resolver.resolve(project, Optional.of(one), List.of(proof));
        world.resolver.resolve(project, Optional.of(two), List.of(proof));
    }

    @Test
    void a_test_fan_starts_the_draft_and_nobody_else_sees_it() {
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
    void the_active_flow_with_the_same_trigger_is_left_to_all_others_and_is_told_why() {
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
    void an_event_that_comes_twice_starts_one_run_and_is_noted_once() {
        active("presave");
        test(draft("presave"), tester);

        text("SM1");
        assertThat(text("SM1")).isEqualTo(EventOutcome.DUPLICATE);

        assertThat(started()).hasSize(1);
        assertThat(world.events.records()).hasSize(1);
    }

    @Test
    void twenty_deliveries_at_once_start_one_run() {
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
    void a_test_can_be_repeated_whatever_the_flow_says_of_entering_again() {
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
            assertThat(text(id + "3")).as("for real").isEqualTo(EventOutcome.RUN_STARTED);
            assertThat(text(id + "4")).isEqualTo(EventOutcome.NOT_ENTERED);
            world.flows.archive(project, draft.id(), Precondition.none());
        }
    }

    @Test
    void a_threshold_holds_and_what_a_test_counted_does_not_count_for_the_active_flow() {
        Flow draft =
                draft(
                        new Trigger.SmsKeyword(
                                Trigger.Word.of("presave"),
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
    void a_test_counts_from_its_own_beginning() {
        Flow draft =
                draft(
                        new Trigger.SmsKeyword(
                                Trigger.Word.of("presave"),
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
        assertThat(text("SM5"))
                .as("the same test all the time")
                .isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_flow_that_counts_any_release_is_tried_out_beside_the_active_one_of_a_release() {
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
    void a_flow_whose_event_a_test_took_is_told_that_tests_run_and_no_other() {
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
    void an_event_that_names_its_fan_by_id_finds_the_test_too() {
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
    void whoever_is_merged_stays_a_test_fan_under_every_number() {
        Flow draft = draft("presave");
        test(draft, other);

        merge(tester, other);
        text("SM1");
        text(OTHER_NUMBER, "SM2", "presave");

        assertThat(started()).hasSize(2).extracting(Run::fan).containsOnly(tester);
        assertThat(startedFlows()).containsOnly(draft.id());
    }

    @Test
    void somebody_merged_is_noted_once_under_the_id_of_now() {
        merge(tester, other);

        assertThat(test(draft("presave"), other, tester).fans()).containsExactly(tester);
    }

    @Test
    void an_event_that_comes_again_after_its_test_fan_was_merged_starts_no_second_run() {
        test(draft("presave"), other);
        text(OTHER_NUMBER, "SM1", "presave");

        merge(tester, other);

        assertThat(text(OTHER_NUMBER, "SM1", "presave")).isEqualTo(EventOutcome.DUPLICATE);
        assertThat(started()).hasSize(1);
    }

    @Test
    void the_version_at_the_event_is_played_and_its_trigger_counts() {
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
    void a_test_ends_by_itself() {
        Flow draft = draft("presave");
        test(draft, tester);
        world.clock.advance(DAY.minusMillis(2));

        assertThat(text("SM1")).isEqualTo(EventOutcome.RUN_STARTED);
        assertThat(underWay(draft)).isPresent();
        assertThat(text("SM2")).isEqualTo(EventOutcome.NO_FLOW);
        assertThat(underWay(draft)).isEmpty();
        problem(ErrorCode.NOT_FOUND, () -> world.tests.get(project, draft.id()));
    }

    @Test
    void a_test_is_ended_by_hand_as_often_as_one_likes() {
        Flow draft = draft("presave");
        test(draft, tester);

        world.tests.end(project, draft.id());
        world.tests.end(project, draft.id());

        assertThat(text("SM1")).isEqualTo(EventOutcome.NO_FLOW);
        problem(ErrorCode.NOT_FOUND, () -> world.tests.end(project, Samples.flowId()));
    }

    @Test
    void activation_ends_a_test_also_when_the_flow_is_paused_again() {
        Flow draft = draft("presave");
        test(draft, tester);

        world.flows.activate(project, draft.id());
        assertThat(underWay(draft)).isEmpty();
        text("SM1");
        assertThat(started().getFirst().test()).isFalse();
        world.clock.advance(Duration.ofMillis(1));
        world.flows.pause(project, draft.id());

        assertThat(underWay(draft)).isEmpty();
        assertThat(text("SM2")).isEqualTo(EventOutcome.NO_FLOW);
    }

    @Test
    void archiving_and_deleting_end_a_test() {
        Flow archived = draft("presave");
        Flow deleted = draft("news");
        test(archived, tester);
        test(deleted, tester);

        world.flows.archive(project, archived.id(), Precondition.none());
        world.flows.delete(project, deleted.id(), Precondition.none());

        assertThat(text("SM1")).isEqualTo(EventOutcome.NO_FLOW);
        assertThat(text(World.FAN_NUMBER, "SM2", "news")).isEqualTo(EventOutcome.NO_FLOW);
    }

    @Test
    void a_paused_flow_is_tried_out_and_its_test_runs_act_while_its_others_hold() {
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
    void a_stop_holds_and_a_consent_by_a_tested_keyword_says_so() {
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
    void only_a_flow_that_listens_to_nobody_can_be_tried_out() {
        Flow active = active("presave");
        Flow archived = draft("news");
        world.flows.archive(project, archived.id(), Precondition.none());

        problem(ErrorCode.STATE_CONFLICT, () -> test(active, tester));
        problem(ErrorCode.STATE_CONFLICT, () -> test(archived, tester));
        problem(
                ErrorCode.NOT_FOUND,
                () -> world.tests.start(project, Samples.flowId(), List.of(tester), DAY));
    }

    @Test
    void whoever_is_no_fan_is_named() {
        Flow draft = draft("presave");

        assertThat(
                        problem(
                                        ErrorCode.INVALID_REQUEST,
                                        () -> test(draft, tester, Samples.fanId()))
                                .violations())
                .extracting(Violation::pointer)
                .containsExactly("/fanIds/1");
        assertThat(underWay(draft)).isEmpty();
    }

    @Test
    void what_the_plan_lacks_cannot_be_tried_out_and_active_flows_are_not_counted() {
        world.plans.change(project, Plan.BASIC);
        active("one");
        Flow instagram =
                draft(
                        new Trigger.InstagramDm(Optional.empty(), Optional.empty()),
                        ReEntry.EVERY_EVENT);

        assertThat(problem(ErrorCode.PLAN_LIMIT, () -> test(instagram, tester)).violations())
                .extracting(Violation::pointer)
                .containsExactly("/trigger/type");
        test(draft("presave"), tester);
        assertThat(text("SM1")).isEqualTo(EventOutcome.RUN_STARTED);
    }

    @Test
    void another_plan_ends_all_tests_and_the_same_one_none() {
        Flow draft = draft("presave");
        test(draft, tester);

        world.plans.change(project, Plan.PRO);
        assertThat(underWay(draft)).isPresent();
        world.plans.change(project, Plan.ENTERPRISE);
        assertThat(underWay(draft)).isEmpty();
    }

    @Test
    void a_document_for_which_the_plan_has_no_room_ends_the_test() {
        world.plans.change(project, Plan.BASIC);
        Flow draft = draft("presave");
        test(draft, tester);

        world.flows.replace(project, draft.id(), twoSteps(), Precondition.none());

        assertThat(underWay(draft)).isEmpty();
        assertThat(text("SM1")).isEqualTo(EventOutcome.NO_FLOW);
    }

    private FlowDefinition twoSteps() {
        return world.definition("presave", OnFailure.CONTINUE, join, join);
    }

    @Test
    void two_flows_with_one_trigger_cannot_have_the_same_test_fan() {
        Flow first = draft("presave");
        Flow second = draft("presave");
        test(first, other);

        assertThat(test(second, tester).fans()).containsExactly(tester);
        ProblemException refused =
                problem(ErrorCode.SCOPE_TAKEN, () -> test(second, tester, other));
        assertThat(refused.violations())
                .containsExactly(new Violation("/fanIds/1", "is a test fan of flow " + first.id()));
        assertThat(underWay(second).orElseThrow().fans()).containsExactly(tester);

        world.tests.end(project, first.id());
        assertThat(test(second, tester, other).fans()).containsExactly(tester, other);
    }

    @Test
    void two_ids_of_one_person_are_the_same_test_fan() {
        Flow first = draft("presave");
        test(first, other);
        merge(tester, other);

        problem(ErrorCode.SCOPE_TAKEN, () -> test(draft("presave"), tester));
    }

    @Test
    void of_ten_tests_with_one_trigger_that_begin_at_once_one_does() {
        List<Flow> drafts = Collections.nCopies(10, "presave").stream().map(this::draft).toList();

        List<Boolean> begun =
                Together.run(
                        drafts.size(),
                        number -> {
                            try {
                                test(drafts.get(number), tester);
                                return true;
                            } catch (ProblemException e) {
                                assertThat(e.code()).isEqualTo(ErrorCode.SCOPE_TAKEN);
                                return false;
                            }
                        });

        assertThat(begun).containsOnlyOnce(true);
    }

    @Test
    void when_triggers_become_the_same_later_the_first_test_takes_the_event() {
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

    @Test
    void five_flows_are_in_test_mode_at_most_and_ended_ones_do_not_count() {
        List<Flow> drafts = List.of(draft("a"), draft("b"), draft("c"), draft("d"), draft("e"));
        drafts.forEach(flow -> test(flow, tester));
        Flow sixth = draft("f");

        assertThat(problem(ErrorCode.STATE_CONFLICT, () -> test(sixth, tester)))
                .hasMessageContaining(drafts.getFirst().id().value());
        assertThat(test(drafts.get(1), tester, other).fans()).hasSize(2);
        world.flows.activate(project, drafts.getFirst().id());

        test(sixth, tester);
        assertThat(world.projects.find(project).orElseThrow().tests())
                .extracting(TestMode::flow)
                .containsExactly(
                        drafts.get(1).id(),
                        drafts.get(2).id(),
                        drafts.get(3).id(),
                        drafts.get(4).id(),
                        sixth.id());
    }

    /** Something that happens when the test is stored and has not been looked at again. */
    private TestModeService interruptedBy(Runnable change) {
        ProjectStore projects =
                new ProjectStore() {
                    @Override
                    public void create(Project created) {
                        world.projects.create(created);
                    }

                    @Override
                    public Optional<Project> find(ProjectId id) {
                        return world.projects.find(id);
                    }

                    @Override
                    public Optional<Project> change(ProjectId id, UnaryOperator<Project> how) {
                        Optional<Project> changed = world.projects.change(id, how);
                        change.run();
                        return changed;
                    }
                };
        return new TestModeService(
                world.flowStore,
                projects,
                world.fans,
                world.catalog,
                PlanLimits.BY_DEFAULT,
                world.clock);
    }

    @Test
    void a_flow_that_is_activated_at_the_same_moment_is_not_tried_out() {
        Flow draft = draft("presave");
        TestModeService tests = interruptedBy(() -> world.flows.activate(project, draft.id()));

        problem(
                ErrorCode.STATE_CONFLICT,
                () -> tests.start(project, draft.id(), List.of(tester), DAY));

        world.flows.pause(project, draft.id());
        assertThat(underWay(draft)).isEmpty();
    }

    @Test
    void a_document_that_is_stored_at_the_same_moment_is_looked_at() {
        world.plans.change(project, Plan.BASIC);
        Flow draft = draft("presave");
        Flow larger = draft.withDefinition(twoSteps(), world.clock.instant());
        TestModeService tests = interruptedBy(() -> world.flowStore.save(project, draft, larger));

        problem(ErrorCode.PLAN_LIMIT, () -> tests.start(project, draft.id(), List.of(tester), DAY));

        assertThat(underWay(draft)).isEmpty();
    }

    @Test
    void a_merge_beside_many_events_of_both_starts_one_run_for_each() {
        test(draft("presave"), tester, other);

        Together.run(
                9,
                number ->
                        switch (number % 3) {
                            case 0 -> text(World.FAN_NUMBER, "SM" + number, "presave");
                            case 1 -> text(OTHER_NUMBER, "SM" + number, "presave");
                            default -> {
                                merge(tester, other);
                                yield EventOutcome.RUN_STARTED;
                            }
                        });

        assertThat(world.fans.findAll(project, List.of(tester, other)))
                .extracting(Fan::mergedInto)
                .containsExactlyInAnyOrder(Optional.empty(), Optional.of(tester));
        assertThat(started()).hasSize(6).extracting(Run::test).containsOnly(true);
        assertThat(world.events.records()).extracting(EventRecord::why).isEmpty();
    }
}

package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.intake.ListeningFlows;
import dev.actionflows.domain.management.TestModeService;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.replay.ReplayCost;
import dev.actionflows.domain.replay.ReplayCounts;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.RunReopener;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.run.StepTicket;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.RecordingObserver;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The cost in calls of DynamoDB, and in the units that DynamoDB Local reports for them. */
class CostIT {
    private static final int KILOBYTE = 1024;

    private final CallCounter counter = new CallCounter();
    private final Stores stores = DynamoDbStores.over(LocalDynamoDb.table(counter));
    private final ProjectId project = Samples.projectId();

    @Test
    void an_event_takes_one_read_and_its_run_one_write() {
        stores.projects().create(Samples.equippedProject(project));
        counter.takeOperations();

        stores.intake()
                .read(
                        project,
                        Optional.of(Samples.identity()),
                        TriggerType.SMS_KEYWORD,
                        List.of("presave", "*"));
        assertThat(counter.takeOperations()).containsExactly("BatchGetItem");

        stores.runs().putIfAbsent(Samples.run());
        assertThat(counter.takeOperations()).containsExactly("PutItem");
    }

    @Test
    void tests_cost_one_more_read_for_events_of_a_test_fan_only() {
        Project project = Samples.equippedProject(this.project).withTests(tests());
        stores.projects().create(project);
        FanId tester = project.tests().getLast().fans().getLast();
        IntakeFacts facts =
                stores.intake()
                        .read(
                                project.id(),
                                Optional.of(Samples.identity()),
                                TriggerType.SMS_KEYWORD,
                                List.of("presave", "*"));
        counter.takeOperations();

        listeners(facts, Set.of(Samples.fanId()));
        assertThat(counter.takeOperations()).isEmpty();
        listeners(facts, Set.of(tester));
        assertThat(counter.takeOperations()).containsExactly("BatchGetItem");

        // one read unit, as without tests
        assertThat(ItemSize.of(ProjectItem.encode(project).attributes())).isLessThan(4 * KILOBYTE);
    }

    private static List<TestMode> tests() {
        return Stream.generate(
                        () ->
                                new TestMode(
                                        Samples.flowId(),
                                        Stream.generate(Samples::fanId)
                                                .limit(TestModeService.MAX_FANS)
                                                .toList(),
                                        Samples.NOW,
                                        Samples.NOW.plusSeconds(1),
                                        Optional.of(Samples.NOW)))
                .limit(TestModeService.MAX_FLOWS)
                .toList();
    }

    private void listeners(IntakeFacts facts, Set<FanId> person) {
        ListeningFlows.find(
                stores.intake(),
                facts,
                person,
                TriggerType.SMS_KEYWORD,
                List.of("presave"),
                Samples.NOW);
    }

    @Test
    void a_steps_facts_take_one_read_or_none_if_only_a_known_status_is_needed() {
        Run run = activeRun();
        RequiredFacts everything =
                RequiredFacts.nothing()
                        .withProject()
                        .withFan()
                        .withConnections()
                        .withRelease(Samples.release().id());
        counter.takeOperations();

        stores.facts().read(run, everything);
        assertThat(counter.takeOperations()).containsExactly("BatchGetItem");
        stores.facts().read(run, RequiredFacts.nothing());
        assertThat(counter.takeOperations()).isEmpty();

        stores.clock().advance(Duration.ofSeconds(2));
        stores.facts().read(run, RequiredFacts.nothing());
        assertThat(counter.takeOperations()).containsExactly("BatchGetItem");
    }

    @Test
    void the_project_and_the_release_are_not_read_for_each_step() {
        Run run = activeRun();
        Release release = Samples.release();
        stores.projects().create(Samples.equippedProject(project));
        stores.catalogWriter().create(project, release);
        RequiredFacts needs = RequiredFacts.nothing().withProject().withRelease(release.id());
        double before = counter.readUnits();
        stores.facts().read(run, needs);
        assertThat(counter.readUnits() - before).as("flow, project, release").isEqualTo(3);
        counter.takeOperations();

        for (int step = 0; step < 100; step++) {
            assertThat(stores.facts().read(run, needs).project()).isPresent();
        }
        assertThat(counter.takeOperations()).isEmpty();

        stores.facts().read(run, needs.asOfNow());
        assertThat(counter.takeOperations()).containsExactly("BatchGetItem");
        stores.clock().advance(Duration.ofSeconds(2));
        stores.facts().read(run, needs);
        assertThat(counter.takeOperations()).containsExactly("BatchGetItem");
    }

    @Test
    void a_version_of_a_flow_is_read_once() {
        Run run = activeRun();
        counter.takeOperations();

        stores.facts().flowVersion(project, run.flow(), 1);
        stores.facts().flowVersion(project, run.flow(), 1);

        assertThat(counter.takeOperations()).containsExactly("GetItem");
    }

    @Test
    void a_run_of_four_steps_stays_under_a_kilobyte_and_within_its_write_units() {
        Run run = activeRun();
        double before = counter.writeUnits();
        stores.runs().putIfAbsent(run);

        execute(run);

        Run ended = stores.runs().find(run.key()).orElseThrow();
        assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(ItemSize.of(RunItem.encode(ended).attributes())).isLessThan(KILOBYTE);
        // pre-save and segment member, which the scripted steps omit
        assertThat(counter.writeUnits() - before + 2).isLessThanOrEqualTo(13);
    }

    @Test
    void a_repeatable_step_makes_two_calls_and_a_message_three_once_the_flow_version_is_cached() {
        Run first = activeRun();
        stores.runs().putIfAbsent(first);
        execute(first);
        Run second = Samples.run(project, first.flow(), Samples.NOW);
        stores.runs().putIfAbsent(second);

        assertThat(second.steps())
                .extracting(RunStep::type)
                .containsExactly(
                        StepType.PRE_SAVE,
                        StepType.FOLLOW_ARTIST,
                        StepType.ADD_TO_SEGMENT,
                        StepType.SEND_TEXT);
        List<String> repeatable = List.of("BatchGetItem", "PutItem");
        // that the flow is active is still known from the first run
        assertThat(execute(second))
                .containsExactly(
                        repeatable, repeatable, repeatable, List.of("UpdateItem", "PutItem"));

        stores.clock().advance(Duration.ofSeconds(2));
        Run third = Samples.run(project, first.flow(), Samples.NOW);
        stores.runs().putIfAbsent(third);
        assertThat(execute(third).getFirst()).isEqualTo(repeatable);
    }

    @Test
    void a_text_that_is_tried_again_takes_the_write_units_of_a_replays_estimate() {
        Run run = activeRun();
        stores.runs().putIfAbsent(run);
        execute(run, Attempt.failed(Reason.CREDENTIALS_REJECTED));
        Run failed = stores.runs().find(run.key()).orElseThrow();
        int text = failed.steps().size() - 1;
        assertThat(failed.step(text).type()).isEqualTo(StepType.SEND_TEXT);
        double before = counter.writeUnits();

        assertThat(new RunReopener(stores.runs(), stores.clock()).reopen(failed, Set.of(text)))
                .isPresent();
        List<Run> started = new ArrayList<>();
        new RunResumer(
                        stores.runs(),
                        stores.facts(),
                        stores.waitingRuns(),
                        (it, _) -> started.add(it),
                        new RecordingObserver(),
                        new SeededIds(1),
                        stores.clock())
                .resume(run.key());
        execute(started.getFirst());

        assertThat(stores.runs().find(run.key()).orElseThrow().status())
                .isEqualTo(RunStatus.COMPLETED);
        assertThat(counter.writeUnits() - before)
                .isEqualTo(
                        (double) ReplayCost.of(new ReplayCounts(1, 0, 0, 1, 1, 0, 1)).writeUnits());
    }

    private Run activeRun() {
        Flow draft = Samples.draft("presave");
        stores.flows().create(project, draft);
        stores.flows().save(project, draft, draft.withStatus(FlowStatus.ACTIVE, Samples.NOW));
        return Samples.run(project, draft.id(), Samples.NOW);
    }

    /**
     * @return the calls of each step
     */
    private List<List<String>> execute(Run run) {
        return execute(run, Attempt.completed(Reason.REGISTERED));
    }

    /**
     * @param text the attempt to send a text; all others complete
     */
    private List<List<String>> execute(Run run, Attempt text) {
        List<List<String>> calls = new ArrayList<>();
        counter.takeOperations();
        StepAnswer answer = run.answer();
        while (answer instanceof StepAnswer.Next next) {
            StepTicket ticket = ticket(run, next, calls.isEmpty());
            answer =
                    runner(
                                    next.type(),
                                    next.type() == StepType.SEND_TEXT
                                            ? text
                                            : Attempt.completed(Reason.REGISTERED))
                            .run(ticket, Duration.ofSeconds(20));
            calls.add(counter.takeOperations());
        }
        return calls;
    }

    private static StepTicket ticket(Run run, StepAnswer.Next next, boolean first) {
        // as long as the tokens of real executions
        String token = "0123456789abcdefghijk" + next.index();
        return new StepTicket(
                run.key(),
                run.epoch(),
                next.index(),
                token,
                Samples.NOW,
                Samples.NOW,
                0,
                first,
                false,
                Optional.of(RunOutline.of(run)));
    }

    /** Does nothing but this attempt, as an action of this type may. */
    private StepRunner<?> runner(StepType type, Attempt attempt) {
        return scripted(new World().application.steps().of(type), attempt);
    }

    private <S extends Step> StepRunner<S> scripted(StepAction<S> action, Attempt attempt) {
        return runner(
                new ScriptedAction<>(action.stepClass(), action.delivery()).then(() -> attempt));
    }

    private <S extends Step> StepRunner<S> runner(StepAction<S> action) {
        return new StepRunner<>(
                action,
                stores.runs(),
                stores.facts(),
                stores.waitingRuns(),
                new RecordingObserver(),
                new SeededIds(1),
                stores.clock(),
                Optional.of(() -> event -> {}));
    }
}

package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class FlowServiceTest {
    private static final Precondition NO_PRECONDITION = Precondition.none();
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    private static final String UNKNOWN = "flow_0000000000000000";

    private final World world = new World();
    private final ProjectId project = world.project;
    private final FlowService flows = world.flows;
    private final Step join = new AddToSegmentStep(world.segment.id());

    @Test
    void a_changed_document_creates_a_new_version_and_runs_keep_theirs() {
        Flow flow = active("presave");
        Run run = world.startRun(flow, world.fan(World.FAN_NUMBER), "SM1");
        Flow edited =
                flows.replace(
                        project, flow.id(), definition("presave", join, join), NO_PRECONDITION);

        assertThat(edited.version()).isEqualTo(2);
        assertThat(edited.status()).isEqualTo(FlowStatus.ACTIVE);
        assertThat(run.flowVersion()).isEqualTo(1);
        assertThat(world.facts.flowVersion(project, flow.id(), 1).definition())
                .isEqualTo(flow.definition());
        assertThat(claimed("presave")).contains(2);
    }

    @Test
    void replacing_with_an_equal_document_is_a_no_op() {
        Flow flow = active("presave");

        assertThat(flows.replace(project, flow.id(), flow.definition(), NO_PRECONDITION))
                .isEqualTo(flow);
        assertThat(flows.get(project, flow.id())).isEqualTo(flow);
    }

    @Test
    void an_active_flow_cannot_move_to_a_scope_of_another_flow() {
        Flow owner = active("presave");
        Flow flow = active("news");

        assertProblem(
                        ErrorCode.SCOPE_TAKEN,
                        () ->
                                flows.replace(
                                        project, flow.id(), owner.definition(), NO_PRECONDITION))
                .contains(owner.id().value());
        assertThat(flows.get(project, flow.id())).isEqualTo(flow);
        assertThat(claimed("news")).contains(1);
    }

    @Test
    void an_archived_flow_owns_no_scope_and_stays_archived() {
        Flow flow = active("presave");
        Flow archived = flows.archive(project, flow.id(), NO_PRECONDITION);

        assertThat(archived.status()).isEqualTo(FlowStatus.ARCHIVED);
        assertThat(claimed("presave")).isEmpty();
        assertThat(flows.archive(project, flow.id(), NO_PRECONDITION)).isEqualTo(archived);
        assertConflict(() -> flows.activate(project, flow.id()));
        assertConflict(() -> flows.pause(project, flow.id()));
        assertConflict(
                () ->
                        flows.replace(
                                project, flow.id(), definition("other", join), NO_PRECONDITION));
    }

    @Test
    void every_archiving_request_wakes_the_held_runs() {
        Flow flow = active("presave");
        clearWakeUps();

        flows.archive(project, flow.id(), NO_PRECONDITION);
        flows.archive(project, flow.id(), NO_PRECONDITION);

        for (int i = 0; i < 2; i++) {
            assertThat(world.wakeUps.take().map(WakeUp.RequirementMet::requirement))
                    .contains(Requirement.activeFlow(flow.id()));
        }
    }

    @Test
    void a_text_that_would_be_too_long_when_rendered_is_rejected() {
        String link = "{{#connect_link}} {{connect_link}}{{/connect_link}}";
        int room = 1600 - 1 - "https://flows.example.com/l/".length() - LinkAddress.LENGTH;

        flows.create(project, definition("fits", text("🎧".repeat(room) + link)));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                flows.create(
                                        project,
                                        definition("not", join, text("a".repeat(room + 1) + link))))
                .satisfies(
                        problem ->
                                assertThat(problem.violations())
                                        .containsExactly(
                                                new Violation(
                                                        "/steps/1/text",
                                                        "is up to 1601 characters long once its"
                                                            + " tags are filled in, but a text may"
                                                            + " have at most 1600; shorten it"
                                                            + " by 1")));
        Flow flow = active("presave");
        assertProblem(
                ErrorCode.INVALID_REQUEST,
                () ->
                        flows.replace(
                                project,
                                flow.id(),
                                definition("presave", text("a".repeat(room + 1) + link)),
                                NO_PRECONDITION));
    }

    @Test
    void only_draft_and_archived_flows_can_be_deleted() {
        Flow draft = flows.create(project, definition("draft", join));
        Flow active = active("active");
        Flow paused = flows.pause(project, active("paused").id());

        flows.delete(project, draft.id(), NO_PRECONDITION);
        assertConflict(() -> flows.delete(project, active.id(), NO_PRECONDITION));
        assertConflict(() -> flows.delete(project, paused.id(), NO_PRECONDITION));
        flows.archive(project, active.id(), NO_PRECONDITION);
        flows.delete(project, active.id(), NO_PRECONDITION);

        assertProblem(ErrorCode.NOT_FOUND, () -> flows.get(project, draft.id()));
        assertProblem(
                ErrorCode.NOT_FOUND, () -> flows.delete(project, active.id(), NO_PRECONDITION));
        assertThat(flows.list(project, Optional.empty(), 10).items()).containsExactly(paused);
    }

    @Test
    void a_duplicate_is_a_draft_with_the_same_definition() {
        Flow flow = active("presave");
        Flow copy = flows.duplicate(project, flow.id(), NO_PRECONDITION);

        assertThat(copy.id()).isNotEqualTo(flow.id());
        assertThat(copy.status()).isEqualTo(FlowStatus.DRAFT);
        assertThat(copy.version()).isEqualTo(1);
        assertThat(copy.definition())
                .isEqualTo(flow.definition().withName("Flow on presave (copy)"));
    }

    @Test
    void a_duplicate_keeps_a_name_that_is_too_long_for_a_suffix() {
        FlowDefinition definition = definition("presave", join).withName("n".repeat(115));
        Flow flow = flows.create(project, definition);

        assertThat(flows.duplicate(project, flow.id(), NO_PRECONDITION).definition())
                .isEqualTo(definition);
    }

    @Test
    void an_outdated_precondition_fails_and_changes_nothing() {
        Flow draft = flows.create(project, definition("presave", join));
        Precondition seen = new Precondition.OfRevision(Set.of(draft.revision()));
        Flow active = flows.activate(project, draft.id(), seen);

        for (ThrowingCallable late :
                List.<ThrowingCallable>of(
                        () -> flows.activate(project, draft.id(), seen),
                        () -> flows.pause(project, draft.id(), seen),
                        () -> flows.archive(project, draft.id(), seen),
                        () -> flows.duplicate(project, draft.id(), seen),
                        () -> flows.delete(project, draft.id(), seen),
                        () -> flows.replace(project, draft.id(), definition("a", join), seen))) {
            assertProblem(ErrorCode.PRECONDITION_FAILED, late);
        }
        assertThat(flows.get(project, draft.id())).isEqualTo(active);
    }

    @Test
    void a_concurrent_change_is_not_overwritten_with_a_precondition() {
        Flow draft = flows.create(project, definition("presave", join));
        FlowService late = flowsOver(interruptedOnce(() -> flows.activate(project, draft.id())));

        assertProblem(
                ErrorCode.PRECONDITION_FAILED,
                () ->
                        late.replace(
                                project,
                                draft.id(),
                                definition("other", join),
                                new Precondition.OfRevision(Set.of(draft.revision()))));
        assertThat(flows.get(project, draft.id()).definition()).isEqualTo(draft.definition());
    }

    @Test
    void without_a_precondition_the_last_write_wins_and_other_changes_are_kept() {
        Flow draft = flows.create(project, definition("presave", join));
        FlowService late = flowsOver(interruptedOnce(() -> flows.activate(project, draft.id())));

        Flow edited = late.replace(project, draft.id(), definition("other", join), NO_PRECONDITION);

        assertThat(edited.status()).isEqualTo(FlowStatus.ACTIVE);
        assertThat(claimed("other")).contains(2);
        assertThat(claimed("presave")).isEmpty();
    }

    @Test
    void a_concurrent_plan_downgrade_prevents_activation() {
        Flow draft = flows.create(project, definition("presave", join, join));
        FlowService late =
                flowsOver(interruptedOnce(() -> world.plans.change(project, Plan.BASIC)));

        assertProblem(ErrorCode.PLAN_LIMIT, () -> late.activate(project, draft.id()));
        assertThat(flows.get(project, draft.id())).isEqualTo(draft);
        assertThat(claimed("presave")).isEmpty();
    }

    @Test
    void flows_can_be_filtered_by_status() {
        for (int i = 0; i < 7; i++) {
            flows.create(project, definition("draft" + i, join));
            world.clock.advance(Duration.ofSeconds(1));
        }
        Flow active = active("presave");

        assertThat(flows.list(project, FlowStatus.ACTIVE, Optional.empty(), 3).items())
                .containsExactly(active);
        assertThat(flows.list(project, FlowStatus.ARCHIVED, Optional.empty(), 3).items()).isEmpty();
        assertThat(flows.list(project, FlowStatus.DRAFT, Optional.empty(), 3).items()).hasSize(3);
    }

    @Test
    void a_complete_flow_has_no_warnings() {
        assertThat(warnings(definition("presave", preSave(), join, text()))).isEmpty();
    }

    @Test
    void warnings_point_to_what_keeps_a_flow_from_working() {
        Flow owner = active("presave");
        world.projects.change(project, FlowServiceTest::withNothing);

        List<Violation> warnings =
                warnings(definition("pre save", preSave(), text(), join, preSave()));

        assertThat(warnings.stream().map(Violation::pointer))
                .containsExactly(
                        "/steps", "/trigger", "/steps/0", "/steps/1", "/steps/3", "/steps/3");
        assertThat(warnings.get(0).detail()).contains("BASIC").contains("1");
        assertThat(warnings.get(1).detail()).contains(owner.id().value());
        assertThat(warnings.get(2).detail()).contains("no app");
        assertThat(warnings.get(3).detail()).contains("no phone number");
        assertThat(warnings.get(4).detail()).contains("/steps/0 already does the same");
    }

    @Test
    void a_flow_that_would_trigger_itself_is_rejected_at_that_step() {
        Artist artist = new Artist(ArtistId.from(world.ids), "Night Harbour", World.ARTIST, NOW);
        world.catalog.create(project, artist);
        Step follow = new Step.FollowArtist(World.ARTIST, OnUnmet.DEFER);

        assertSetsItselfOff(
                preSave(),
                ofRelease(TriggerType.RELEASE_PRESAVED, Optional.of(world.release.id())));
        assertSetsItselfOff(preSave(), ofRelease(TriggerType.RELEASE_PRESAVED, Optional.empty()));
        assertSetsItselfOff(
                follow,
                new Trigger.OfArtist(
                        TriggerType.ARTIST_FOLLOWED, Optional.of(artist.id()), Optional.empty()));
    }

    @Test
    void a_flow_that_would_add_or_opt_in_to_what_triggers_it_is_rejected() {
        Step add = new Step.AddToLibrary(new LibraryItem.Album(world.release.id()), OnUnmet.DEFER);

        assertSetsItselfOff(
                add,
                ofRelease(TriggerType.RELEASE_ADDED_TO_LIBRARY, Optional.of(world.release.id())));
        assertSetsItselfOff(
                new NextSaveStep(world.artist.id(), OnUnmet.DEFER),
                new Trigger.OfArtist(
                        TriggerType.NEXTSAVE_OPTED_IN,
                        Optional.of(world.artist.id()),
                        Optional.empty()));
    }

    @Test
    void an_unknown_artist_of_a_step_is_rejected() {
        Step unknown = new NextSaveStep(ArtistId.from(world.ids), OnUnmet.DEFER);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () -> flows.create(project, about(Trigger.SmsKeyword.of("save"), unknown)))
                .satisfies(
                        problem ->
                                assertThat(problem.violations())
                                        .containsExactly(
                                                new Violation(
                                                        "/steps/0/artistId",
                                                        "not an artist of this project")));
    }

    @Test
    void a_flow_that_cannot_trigger_itself_is_accepted() {
        Step other =
                new Step.FollowArtist(
                        new ProviderIds(
                                Map.of(
                                        StreamingProvider.SPOTIFY,
                                        "spotify:artist:4aawyAB9vmqN3uQ7FjRGTy")),
                        OnUnmet.DEFER);
        Artist artist = new Artist(ArtistId.from(world.ids), "Night Harbour", World.ARTIST, NOW);
        world.catalog.create(project, artist);

        flows.create(
                project,
                about(
                        ofRelease(
                                TriggerType.RELEASE_ADDED_TO_LIBRARY,
                                Optional.of(world.release.id())),
                        preSave()));
        flows.create(
                project,
                about(
                        new Trigger.OfArtist(
                                TriggerType.ARTIST_FOLLOWED,
                                Optional.of(artist.id()),
                                Optional.empty()),
                        other));

        assertThat(flows.list(project, Optional.empty(), 5).items()).hasSize(2);
    }

    @Test
    void a_trigger_of_a_larger_plan_causes_a_warning_and_is_rejected_on_activation() {
        world.plans.change(project, Plan.BASIC);
        Flow flow =
                flows.create(
                        project,
                        about(new InstagramTrigger.Dm(Optional.empty(), Optional.empty()), join));

        assertThat(flows.warnings(project, flow))
                .containsExactly(
                        new Violation(
                                "/trigger/type",
                                "instagram.dm is not in the plan BASIC; it needs PRO or"
                                        + " ENTERPRISE"));
        assertProblem(ErrorCode.PLAN_LIMIT, () -> flows.activate(project, flow.id()))
                .contains("instagram.dm");
        world.plans.change(project, Plan.PRO);
        assertThat(flows.activate(project, flow.id()).status()).isEqualTo(FlowStatus.ACTIVE);
    }

    private void assertSetsItselfOff(Step step, Trigger trigger) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> flows.create(project, about(trigger, join, step)))
                .satisfies(
                        problem ->
                                assertThat(problem.violations().stream().map(Violation::pointer))
                                        .containsExactly("/steps/1"));
    }

    private static Trigger ofRelease(TriggerType type, Optional<ReleaseId> release) {
        return new Trigger.OfRelease(
                type,
                release,
                release.isPresent()
                        ? Optional.empty()
                        : Optional.of(new Threshold(3, Duration.ofDays(30))));
    }

    private FlowDefinition about(Trigger trigger, Step... steps) {
        FlowDefinition definition = definition("any", steps);
        return new FlowDefinition(
                definition.name(),
                trigger,
                definition.steps(),
                definition.reEntry(),
                definition.onFailure());
    }

    @Test
    void two_equal_texts_cause_no_warning() {
        assertThat(warnings(definition("presave", text(), text()))).isEmpty();
    }

    @Test
    void an_unknown_flow_is_not_found() {
        FlowId unknown = new FlowId(UNKNOWN);

        assertProblem(ErrorCode.NOT_FOUND, () -> flows.archive(project, unknown, NO_PRECONDITION));
        assertProblem(
                ErrorCode.NOT_FOUND, () -> flows.duplicate(project, unknown, NO_PRECONDITION));
        assertProblem(
                ErrorCode.NOT_FOUND,
                () -> flows.replace(project, unknown, definition("a", join), NO_PRECONDITION));
    }

    private Flow active(String keyword) {
        return flows.activate(project, flows.create(project, definition(keyword, join)).id());
    }

    private FlowDefinition definition(String keyword, Step... steps) {
        return world.definition(keyword, OnFailure.CONTINUE, steps);
    }

    private List<Violation> warnings(FlowDefinition definition) {
        return flows.warnings(project, flows.create(project, definition));
    }

    private Step preSave() {
        return new Step.PreSave(world.release.id(), OnUnmet.DEFER);
    }

    private static Step text() {
        return text("Hello");
    }

    private static Step text(String template) {
        return new Step.SendText(new MessageTemplate(template), OnUnmet.HOLD);
    }

    /** The version that a text with this keyword starts. */
    private Optional<Integer> claimed(String keyword) {
        return Optional.ofNullable(
                        world.reader
                                .read(
                                        project,
                                        Optional.empty(),
                                        TriggerType.SMS_KEYWORD,
                                        List.of(keyword))
                                .claims()
                                .get(keyword))
                .map(TriggerClaim::version);
    }

    private void clearWakeUps() {
        while (world.wakeUps.take().isPresent()) {
            // discards it
        }
    }

    private FlowService flowsOver(FlowStore store) {
        return world.with(FlowStore.class, store).management().flows(world.ids);
    }

    /** Makes a concurrent change just before the first save. */
    private FlowStore interruptedOnce(Runnable concurrentChange) {
        boolean[] done = {false};
        return (FlowStore)
                Proxy.newProxyInstance(
                        FlowStore.class.getClassLoader(),
                        new Class<?>[] {FlowStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("save") && !done[0]) {
                                done[0] = true;
                                concurrentChange.run();
                            }
                            return method.invoke(world.flowStore, arguments);
                        });
    }

    private static Project withNothing(Project project) {
        return Project.created(
                project.id(),
                project.name(),
                Plan.BASIC,
                project.publicBaseUrl(),
                project.dataKey(),
                project.keys(),
                project.createdAt());
    }

    private static void assertConflict(ThrowingCallable call) {
        assertProblem(ErrorCode.STATE_CONFLICT, call);
    }

    private static AbstractStringAssert<?> assertProblem(ErrorCode code, ThrowingCallable call) {
        ProblemException[] thrown = new ProblemException[1];
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code))
                .satisfies(problem -> thrown[0] = problem);
        return assertThat(thrown[0].getMessage());
    }
}

package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The documented rules for triggers: some allow one flow per project, the others one per scope;
 * plans limit which flows, and how many, can be active.
 */
class TriggerRulesTest {
    private static final Map<TriggerType, List<Map<String, String>>> SCOPES =
            Map.ofEntries(
                    Map.entry(TriggerType.RELEASE_PRESAVED, releases()),
                    Map.entry(TriggerType.RELEASE_ADDED_TO_LIBRARY, releases()),
                    Map.entry(TriggerType.TRACK_LISTENED, releases()),
                    Map.entry(TriggerType.ARTIST_FOLLOWED, artists()),
                    Map.entry(TriggerType.NEXTSAVE_OPTED_IN, artists()),
                    Map.entry(
                            TriggerType.SMS_KEYWORD,
                            List.of(Map.of("keyword", "TOUR"), Map.of("keyword", "MERCH"))),
                    Map.entry(
                            TriggerType.INSTAGRAM_DM,
                            List.of(
                                    Map.of(),
                                    Map.of("keyword", "TOUR"),
                                    Map.of("keyword", "MERCH"))),
                    Map.entry(
                            TriggerType.INSTAGRAM_COMMENT,
                            List.of(
                                    Map.of(),
                                    Map.of("keyword", "TOUR"),
                                    Map.of("postId", "17900000000000001"),
                                    Map.of("postId", "17900000000000002"),
                                    Map.of("postId", "17900000000000001", "keyword", "MERCH"))),
                    Map.entry(TriggerType.SMS_OPTED_IN, List.of(Map.of())),
                    Map.entry(TriggerType.EMAIL_OPTED_IN, List.of(Map.of())),
                    Map.entry(TriggerType.RELEASE_DETECTED, List.of(Map.of())),
                    Map.entry(TriggerType.CONNECTION_EXPIRING, List.of(Map.of())),
                    Map.entry(TriggerType.RELEASE_SAVED, releases()),
                    Map.entry(TriggerType.SEGMENT_ENTERED, segments()),
                    Map.entry(TriggerType.MESSAGE_DELIVERED, flows()),
                    Map.entry(TriggerType.LINK_CLICKED, flows()));

    private final World world = new World();

    private static List<Map<String, String>> releases() {
        return List.of(
                Map.of("releaseId", "rel_0000000000000001"),
                Map.of("releaseId", "rel_0000000000000002"));
    }

    private static List<Map<String, String>> artists() {
        return List.of(
                Map.of("artistId", "art_0000000000000001"),
                Map.of("artistId", "art_0000000000000002"));
    }

    private static List<Map<String, String>> flows() {
        return List.of(
                Map.of("flowId", "flow_0000000000000001"),
                Map.of("flowId", "flow_0000000000000002"));
    }

    private static List<Map<String, String>> segments() {
        return List.of(
                Map.of("segmentId", "seg_0000000000000001"),
                Map.of("segmentId", "seg_0000000000000002"));
    }

    @BeforeEach
    void create_two_of_each() {
        flows().forEach(
                        scope ->
                                world.flowStore.create(
                                        world.project,
                                        Flow.draft(
                                                new FlowId(scope.getOrDefault("flowId", "")),
                                                Samples.definition("texts"),
                                                world.clock.instant())));
        segments()
                .forEach(
                        scope ->
                                world.catalog.create(
                                        world.project,
                                        new Segment(
                                                new SegmentId(scope.getOrDefault("segmentId", "")),
                                                "New Fans",
                                                world.clock.instant())));
        releases()
                .forEach(
                        scope ->
                                world.catalog.create(
                                        world.project,
                                        new Release(
                                                new ReleaseId(scope.getOrDefault("releaseId", "")),
                                                "Low Tide",
                                                "Night Harbour",
                                                LocalDate.parse("2026-12-04"),
                                                World.ALBUM,
                                                world.clock.instant())));
        artists()
                .forEach(
                        scope ->
                                world.catalog.create(
                                        world.project,
                                        new Artist(
                                                new ArtistId(scope.getOrDefault("artistId", "")),
                                                "Night Harbour",
                                                World.ARTIST,
                                                world.clock.instant())));
        world.plans.change(world.project, Plan.ENTERPRISE);
    }

    private FlowDefinition definition(TriggerType type, Map<String, String> scope, int steps) {
        Map<String, Object> trigger = new HashMap<>(scope);
        trigger.put("type", type.wireName());
        return FlowDefinition.decode(
                Map.of(
                        "name",
                        "On " + trigger,
                        "trigger",
                        trigger,
                        "steps",
                        IntStream.range(0, steps)
                                .<Object>mapToObj(
                                        it ->
                                                Map.of(
                                                        "type",
                                                        "add_to_segment",
                                                        "segmentId",
                                                        world.segment.id().value()))
                                .toList()));
    }

    private Flow draft(TriggerType type, Map<String, String> scope, int steps) {
        return world.flows.create(world.project, definition(type, scope, steps));
    }

    private static List<Map<String, String>> scopes(TriggerType type) {
        return SCOPES.getOrDefault(type, List.of());
    }

    private Flow active(TriggerType type, Map<String, String> scope) {
        return world.flows.activate(world.project, draft(type, scope, 1).id());
    }

    private ProblemException refusal(Flow flow) {
        return catchThrowableOfType(
                ProblemException.class, () -> world.flows.activate(world.project, flow.id()));
    }

    @ParameterizedTest
    @EnumSource
    void each_scope_allows_one_active_flow_and_scopes_are_independent(TriggerType type) {
        List<Flow> owners = new ArrayList<>();
        for (Map<String, String> scope : scopes(type)) {
            owners.add(active(type, scope));
        }

        assertThat(owners).isNotEmpty();
        for (int index = 0; index < owners.size(); index++) {
            ProblemException refusal = refusal(draft(type, scopes(type).get(index), 1));
            assertThat(refusal.code()).isEqualTo(ErrorCode.SCOPE_TAKEN);
            assertThat(refusal).hasMessageContaining(owners.get(index).id().value());
        }
    }

    /** A trigger without a scope in its document allows one flow per project. */
    @ParameterizedTest
    @EnumSource(
            names = {"SMS_OPTED_IN", "EMAIL_OPTED_IN", "RELEASE_DETECTED", "CONNECTION_EXPIRING"})
    void a_single_trigger_accepts_no_scope(TriggerType type) {
        for (String property : List.of("keyword", "releaseId", "artistId", "postId")) {
            assertThat(
                            catchThrowableOfType(
                                    ProblemException.class,
                                    () -> definition(type, Map.of(property, "anything"), 1)))
                    .satisfies(
                            it ->
                                    assertThat(it.violations())
                                            .extracting("pointer")
                                            .containsExactly("/trigger/" + property));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"SMS_OPTED_IN", "EMAIL_OPTED_IN", "RELEASE_DETECTED", "CONNECTION_EXPIRING"})
    void all_other_triggers_have_several_scopes(TriggerType type) {
        assertThat(scopes(type)).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"SMS_KEYWORD", "INSTAGRAM_DM", "INSTAGRAM_COMMENT"})
    void a_keyword_belongs_to_one_flow_of_the_project_across_all_triggers(TriggerType type) {
        Map<String, String> keyword = Map.of("keyword", "TOUR");
        Flow owner = active(type, keyword);

        for (TriggerType other :
                List.of(
                        TriggerType.SMS_KEYWORD,
                        TriggerType.INSTAGRAM_DM,
                        TriggerType.INSTAGRAM_COMMENT)) {
            ProblemException refusal = refusal(draft(other, keyword, 1));
            assertThat(refusal.code()).isEqualTo(ErrorCode.SCOPE_TAKEN);
            assertThat(refusal).hasMessageContainingAll(owner.id().value(), "this keyword");
        }
    }

    @Test
    void a_keyword_is_case_and_accent_insensitive() {
        Flow owner = active(TriggerType.SMS_KEYWORD, Map.of("keyword", "Café Tour"));

        assertThat(refusal(draft(TriggerType.SMS_KEYWORD, Map.of("keyword", " café  TOUR "), 1)))
                .hasMessageContaining(owner.id().value());
    }

    @ParameterizedTest
    @EnumSource
    void the_smallest_plan_includes_all_triggers_except_instagram_and_detected_releases(
            TriggerType type) {
        Set<TriggerType> largerPlansOnly =
                EnumSet.of(
                        TriggerType.INSTAGRAM_DM,
                        TriggerType.INSTAGRAM_COMMENT,
                        TriggerType.RELEASE_DETECTED);
        Flow flow = draft(type, scopes(type).getFirst(), 1);
        world.plans.change(world.project, Plan.BASIC);

        if (largerPlansOnly.contains(type)) {
            assertThat(refusal(flow).code()).isEqualTo(ErrorCode.PLAN_LIMIT);
            world.plans.change(world.project, Plan.PRO);
        }
        assertThat(world.flows.activate(world.project, flow.id()).status())
                .isEqualTo(FlowStatus.ACTIVE);
    }

    @Test
    void the_smallest_plan_allows_one_active_flow_of_one_step() {
        world.plans.change(world.project, Plan.BASIC);

        assertThat(refusal(draft(TriggerType.EMAIL_OPTED_IN, Map.of(), 2)).code())
                .isEqualTo(ErrorCode.PLAN_LIMIT);
        active(TriggerType.SMS_OPTED_IN, Map.of());
        assertThat(refusal(draft(TriggerType.EMAIL_OPTED_IN, Map.of(), 1)).code())
                .isEqualTo(ErrorCode.PLAN_LIMIT);
    }

    @Test
    void the_middle_plan_allows_five_active_flows_and_the_largest_has_no_limit() {
        world.plans.change(world.project, Plan.PRO);
        for (int i = 0; i < 5; i++) {
            active(TriggerType.SMS_KEYWORD, Map.of("keyword", "WORD" + i));
        }
        Flow sixth = draft(TriggerType.SMS_KEYWORD, Map.of("keyword", "WORD5"), 3);

        assertThat(refusal(sixth).code()).isEqualTo(ErrorCode.PLAN_LIMIT);
        world.plans.change(world.project, Plan.ENTERPRISE);
        assertThat(world.flows.activate(world.project, sixth.id()).status())
                .isEqualTo(FlowStatus.ACTIVE);
    }
}

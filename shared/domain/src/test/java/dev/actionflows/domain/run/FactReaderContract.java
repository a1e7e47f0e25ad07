package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contract of {@link FactReader} implementations. */
public abstract class FactReaderContract {
    private final Stores stores;
    private final FactReader facts;
    private final ProjectId project = Samples.projectId();

    protected FactReaderContract(Stores stores) {
        this.stores = stores;
        this.facts = stores.facts();
    }

    @Test
    void a_version_does_not_change_when_its_flow_does() {
        Flow draft = Samples.draft("presave");
        stores.flows().create(project, draft);
        save(draft, FlowStatus.ACTIVE);

        FlowVersion version = new FlowVersion(draft.id(), 1, draft.definition());
        assertThat(facts.flowVersion(project, draft.id(), 1)).isEqualTo(version);
        assertThat(facts.flowVersion(project, draft.id(), 1)).isEqualTo(version);
    }

    @Test
    void an_unknown_version_is_an_internal_error() {
        assertThatIllegalStateException()
                .isThrownBy(() -> facts.flowVersion(project, Samples.flowId(), 1));
    }

    @Test
    void only_the_required_facts_are_read() {
        Project tenant = Samples.equippedProject(project);
        stores.projects().create(tenant);
        Flow flow = Samples.draft("presave");
        stores.flows().create(project, flow);
        Run run = Samples.run(project, flow.id(), Samples.NOW);
        Fan fan = createFan(run.fan());
        Connection connection = Samples.connection(run.fan(), StreamingProvider.SPOTIFY);
        stores.connections().connect(project, connection);
        Release release = Samples.release();
        stores.catalogWriter().create(project, release);
        Optional<FlowStatus> draft = Optional.of(FlowStatus.DRAFT);

        assertThat(facts.read(run, RequiredFacts.nothing()))
                .isEqualTo(
                        new Facts(
                                draft,
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty()));
        assertThat(facts.read(run, RequiredFacts.nothing().withFan()).fan()).contains(fan);
        assertThat(facts.read(run, RequiredFacts.nothing().withConnections()).connections())
                .containsExactly(connection);
        assertThat(
                        facts.read(
                                run,
                                RequiredFacts.nothing()
                                        .withProject()
                                        .withFan()
                                        .withConnections()
                                        .withRelease(release.id())))
                .isEqualTo(
                        new Facts(
                                draft,
                                Optional.of(tenant),
                                Optional.of(fan),
                                List.of(connection),
                                Optional.of(release)));
    }

    private Fan createFan(FanId id) {
        return stores.fans().findOrCreate(project, Samples.phone(), id, Samples.NOW);
    }

    @Test
    void an_artist_is_read_if_it_is_required() {
        Run run = Samples.run(project, Samples.flowId(), Samples.NOW);
        Artist artist = Samples.artist();
        RequiredFacts required = RequiredFacts.nothing().withArtist(artist.id());
        assertThat(facts.read(run, required).artist()).isEmpty();

        stores.catalogWriter().create(project, artist);

        assertThat(facts.read(run, required).artist()).contains(artist);
        assertThat(facts.read(run, required.asOfNow()).artist()).contains(artist);
        assertThat(facts.read(run, RequiredFacts.nothing()).artist()).isEmpty();
    }

    @Test
    void what_conditions_are_about_is_read_if_it_is_required() {
        stores.projects().create(Samples.equippedProject(project).withDoubleOptIn(Set.of()));
        Run run = Samples.run(project, Samples.flowId(), Samples.NOW);
        Fan fan = createFan(run.fan());
        SegmentId segment = new SegmentId("seg_0123456789abcdef");
        SegmentId other = new SegmentId("seg_fedcba9876543210");
        RequiredFacts required =
                RequiredFacts.nothing()
                        .withConditions(
                                new ConditionFacts(
                                        Set.of(segment, other),
                                        Set.of(Channel.TEXT, Channel.EMAIL)));
        assertThat(facts.read(run, required).conditions()).isEqualTo(ConditionFacts.NONE);

        stores.segmentMembers().addMember(project, segment, fan.id(), Samples.NOW);
        stores.consents()
                .recordConsent(
                        project,
                        fan.latest(Identity.Kind.PHONE).orElseThrow().identity(),
                        new ConsentChange(ConsentChange.Kind.KEYWORD, "SM1", Samples.NOW));

        assertThat(facts.read(run, required).conditions())
                .isEqualTo(new ConditionFacts(Set.of(segment), Set.of(Channel.TEXT)));
        assertThat(facts.read(run, RequiredFacts.nothing().withFan()).conditions())
                .isEqualTo(ConditionFacts.NONE);
    }

    @Test
    void connections_are_ordered_by_provider() {
        Run run = Samples.run(project, Samples.flowId(), Samples.NOW);
        createFan(run.fan());
        Connection apple = Samples.connection(run.fan(), StreamingProvider.APPLE_MUSIC);
        Connection spotify = Samples.connection(run.fan(), StreamingProvider.SPOTIFY);
        stores.connections().connect(project, apple);
        stores.connections().connect(project, spotify);

        assertThat(facts.read(run, RequiredFacts.nothing().withConnections()).connections())
                .containsExactly(spotify, apple);
    }

    @Test
    void missing_facts_are_empty() {
        Run run = Samples.run(project, Samples.flowId(), Samples.NOW);

        assertThat(
                        facts.read(
                                run,
                                RequiredFacts.nothing()
                                        .withProject()
                                        .withFan()
                                        .withConnections()
                                        .withRelease(Samples.release().id())))
                .isEqualTo(
                        new Facts(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty()));
    }

    @Test
    void an_activation_is_visible_immediately() {
        Flow draft = Samples.draft("presave");
        stores.flows().create(project, draft);
        Flow active = save(draft, FlowStatus.ACTIVE);
        Flow paused = save(active, FlowStatus.PAUSED);
        Run run = Samples.run(project, draft.id(), Samples.NOW);
        assertThat(status(run)).contains(FlowStatus.PAUSED);

        save(paused, FlowStatus.ACTIVE);

        assertThat(status(run)).contains(FlowStatus.ACTIVE);
    }

    @Test
    void a_pause_is_visible_within_two_seconds() {
        Flow draft = Samples.draft("presave");
        stores.flows().create(project, draft);
        Flow active = save(draft, FlowStatus.ACTIVE);
        Run run = Samples.run(project, draft.id(), Samples.NOW);
        assertThat(status(run)).contains(FlowStatus.ACTIVE);

        save(active, FlowStatus.PAUSED);
        stores.clock().advance(FactReader.ACTIVE_KEPT_FOR);

        assertThat(status(run)).contains(FlowStatus.PAUSED);
    }

    @Test
    void what_active_flows_listen_to_is_visible_within_two_seconds_and_immediately_as_of_now() {
        stores.projects().create(Samples.equippedProject(project));
        Flow another = Samples.draft("another");
        stores.flows().create(project, another);
        save(another, FlowStatus.ACTIVE);
        Flow draft = Samples.draft("presave");
        stores.flows().create(project, draft);
        Run run = Samples.run(project, draft.id(), Samples.NOW);
        RequiredFacts required = RequiredFacts.nothing().withListeners();
        assertThat(listenTo(facts.read(run, required))).isFalse();

        Flow active = draft.withStatus(FlowStatus.ACTIVE, Samples.NOW);
        stores.flows().save(project, draft, active, Optional.empty());

        assertThat(listenTo(facts.read(run, required.asOfNow()))).isTrue();
        assertThat(listenTo(facts.read(run, required))).isTrue();
        assertThat(facts.read(run, required).project()).isPresent();
        assertThat(facts.read(run, RequiredFacts.nothing()).listeners()).isEmpty();

        Flow paused = active.withStatus(FlowStatus.PAUSED, Samples.NOW);
        stores.flows().save(project, active, paused, Optional.empty());
        stores.clock().advance(FactReader.PROJECT_KEPT_FOR);
        assertThat(listenTo(facts.read(run, required))).isFalse();
    }

    private static boolean listenTo(Facts facts) {
        return facts.listeners()
                .filter(it -> it.mayListenTo(TriggerType.SMS_KEYWORD, "presave"))
                .isPresent();
    }

    @Test
    void a_project_change_is_visible_within_two_seconds_and_immediately_as_of_now() {
        stores.projects().create(Samples.equippedProject(project));
        Run run = Samples.run(project, Samples.flowId(), Samples.NOW);
        RequiredFacts required = RequiredFacts.nothing().withProject();
        assertThat(facts.read(run, required).project().map(Project::name)).isPresent();

        Project changed =
                stores.projects().change(project, it -> it.withPlan(Plan.ENTERPRISE)).orElseThrow();

        assertThat(facts.read(run, required.asOfNow()).project()).contains(changed);
        assertThat(facts.read(run, required).project()).contains(changed);

        Project again =
                stores.projects().change(project, it -> it.withPlan(Plan.BASIC)).orElseThrow();
        stores.clock().advance(FactReader.PROJECT_KEPT_FOR);
        assertThat(facts.read(run, required).project()).contains(again);
    }

    @Test
    void a_new_project_or_release_is_visible_immediately() {
        Run run = Samples.run(project, Samples.flowId(), Samples.NOW);
        Release release = Samples.release();
        RequiredFacts required = RequiredFacts.nothing().withProject().withRelease(release.id());
        assertThat(facts.read(run, required).project()).isEmpty();

        stores.projects().create(Samples.equippedProject(project));
        stores.catalogWriter().create(project, release);

        assertThat(facts.read(run, required).project()).isPresent();
        assertThat(facts.read(run, required).release()).contains(release);
    }

    private Flow save(Flow flow, FlowStatus status) {
        Flow updated = flow.withStatus(status, Samples.NOW);
        stores.flows().save(project, flow, updated);
        return updated;
    }

    private Optional<FlowStatus> status(Run run) {
        return facts.read(run, RequiredFacts.nothing()).flowStatus();
    }
}

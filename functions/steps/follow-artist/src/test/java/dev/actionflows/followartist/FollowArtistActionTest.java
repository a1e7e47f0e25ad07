package dev.actionflows.followartist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class FollowArtistActionTest {
    private final World world = new World();
    private final InMemoryStreamingService spotify = world.ports.spotify;
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(
                            StepType.FOLLOW_ARTIST,
                            world.application.steps().runner(StepType.FOLLOW_ARTIST));
    private final FanId fan = world.fan(World.FAN_NUMBER);

    private StepOutcome execute() {
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.FollowArtist(World.ARTIST, OnUnmet.DEFER)),
                        fan,
                        "SM1");
        machine.execute(run);
        return world.run(run.key()).step(0).outcome().orElseThrow();
    }

    @Test
    void the_artist_is_followed() {
        world.connect(fan);

        assertThat(execute()).isEqualTo(new StepOutcome.Completed(Reason.FOLLOWED));

        assertThat(spotify.followedArtists())
                .extracting(InMemoryStreamingService.Entry::id)
                .containsExactly(World.ARTIST.at(StreamingProvider.SPOTIFY).orElseThrow());
    }

    @Test
    void a_fan_who_did_not_allow_following_is_asked_to_connect_again() {
        world.connect(fan, Set.of("user-library-modify"));

        assertThat(execute().reason()).isEqualTo(Reason.RECONNECT_NEEDED);
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void the_step_waits_for_the_projects_app() {
        world.connect(fan);
        world.projects.change(
                world.project,
                project ->
                        Project.created(
                                project.id(),
                                project.name(),
                                project.plan(),
                                project.publicBaseUrl(),
                                project.dataKey(),
                                project.keys(),
                                project.createdAt()));

        StepOutcome.Waiting waiting = (StepOutcome.Waiting) execute();

        assertThat(waiting.reason()).isEqualTo(Reason.NO_APP);
        assertThat(waiting.requirement()).contains(Requirement.streamingApp());
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void a_transient_provider_failure_is_retried() {
        world.connect(fan);
        spotify.answers(new StreamingResult.Unavailable())
                .answers(new StreamingResult.Unavailable());

        assertThat(execute()).isEqualTo(new StepOutcome.Completed(Reason.FOLLOWED));
        assertThat(spotify.requests()).hasSize(3);
    }

    @Test
    void an_unsupported_action_is_skipped() {
        world.connect(fan);
        spotify.answers(new StreamingResult.RequestRefused(Reason.NOT_SUPPORTED));

        assertThat(execute()).isEqualTo(new StepOutcome.Skipped(Reason.NOT_SUPPORTED));
    }

    private void listenTo(Optional<ArtistId> artist, Optional<Threshold> threshold) {
        world.plans.change(world.project, Plan.ENTERPRISE);
        world.activeFlow(
                new FlowDefinition(
                        "On followers",
                        new Trigger.OfArtist(TriggerType.ARTIST_FOLLOWED, artist, threshold),
                        List.of(new AddToSegmentStep(world.segment.id())),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
    }

    private List<String> followed() {
        return world.ports.outcomeEvents.stream()
                .peek(it -> assertThat(it.type()).isEqualTo(TriggerType.ARTIST_FOLLOWED))
                .map(OutcomeEvent::scope)
                .toList();
    }

    private Artist artist(ProviderIds ids) {
        Artist other = new Artist(ArtistId.from(world.ids), "Nova", ids, world.clock.instant());
        world.catalog.create(world.project, other);
        return other;
    }

    /** A flow names an artist of the project, the step the artist's id at the service. */
    @Test
    void a_follow_is_an_event_of_the_projects_artist_with_the_same_id() {
        world.connect(fan);
        listenTo(Optional.of(world.artist.id()), Optional.empty());

        execute();

        assertThat(followed()).containsExactly(world.artist.id().value());
    }

    @Test
    void a_follow_of_another_artist_is_no_event_for_the_flow() {
        world.connect(fan);
        Artist other =
                artist(
                        new ProviderIds(
                                Map.of(
                                        StreamingProvider.SPOTIFY,
                                        "spotify:artist:1TnOYISbd1XYRBk9myaseg")));
        listenTo(Optional.of(other.id()), Optional.empty());

        execute();

        assertThat(followed()).isEmpty();
    }

    @Test
    void a_flow_that_counts_any_artist_hears_each_artist_of_the_project_with_the_id() {
        world.connect(fan);
        Artist twin = artist(World.ARTIST);
        listenTo(Optional.empty(), Optional.of(new Threshold(2, Duration.ofDays(1))));

        execute();

        assertThat(followed())
                .containsExactlyInAnyOrder(world.artist.id().value(), twin.id().value());
    }
}

package dev.actionflows.domain.step.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.StreamingAppStates;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an app answers to one run concerns all its runs: rate limits, and the endpoint it uses. */
class StreamingAppTest {
    private static final Duration DAY = Duration.ofSeconds(79_892);
    private static final Attempt FOLLOWED =
            new Attempt.Ended(new StepOutcome.Completed(Reason.FOLLOWED), Optional.empty());

    private final World world = new World();

    @Test
    void after_a_day_long_rate_limit_a_thousand_runs_of_the_app_ask_nothing() {
        limitFor(DAY);
        follow(process(), fan(0));

        List<Attempt> attempts =
                IntStream.rangeClosed(1, 1_000).mapToObj(i -> follow(process(), fan(i))).toList();

        assertThat(world.ports.spotify.requests()).hasSize(1);
        Set<Duration> waits =
                attempts.stream()
                        .map(Attempt.TryLater.class::cast)
                        .map(Attempt.TryLater::after)
                        .collect(Collectors.toSet());
        assertThat(waits)
                .allSatisfy(it -> assertThat(it).isBetween(DAY, DAY.plusMinutes(10)))
                .hasSizeGreaterThan(500);
    }

    @Test
    void the_process_that_met_the_limit_knows_it_before_its_project_is_read_again() {
        StreamingAction process = process();
        Project read = project();
        limitFor(DAY);

        follow(process, fan(0), read);

        assertThat(follow(process, fan(1), read).reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(world.ports.spotify.requests()).hasSize(1);
    }

    @Test
    void a_circuit_ends_by_itself() {
        limitFor(DAY);
        follow(process(), fan(0));

        world.clock.advance(DAY);

        assertThat(follow(process(), fan(1))).isEqualTo(FOLLOWED);
    }

    @Test
    void a_short_rate_limit_is_not_stored() {
        Project before = project();
        limitFor(Duration.ofSeconds(59));

        assertThat(follow(process(), fan(0)))
                .isEqualTo(Attempt.tryLater(Reason.RATE_LIMITED, Duration.ofSeconds(59)));
        assertThat(project()).isEqualTo(before);
    }

    @Test
    void a_step_that_was_accepted_before_the_limit_waits_for_its_result() {
        for (Duration time : List.of(Duration.ofSeconds(59), DAY)) {
            world.ports.spotify.answers(new StreamingResult.RateLimited(time, true));

            assertThat(follow(process(), fan(0)).reason()).isEqualTo(Reason.NOT_IN_LIBRARY_YET);
        }
        assertThat(follow(process(), fan(1)).reason())
                .as("the next step asks nothing")
                .isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void the_circuit_of_a_replaced_app_does_not_count() {
        limitFor(DAY);
        follow(process(), fan(0));
        world.ports.projects.limited(
                world.project,
                StreamingProvider.SPOTIFY,
                "another client",
                world.clock.instant().plus(DAY));

        assertThat(follow(process(), fan(1))).isEqualTo(FOLLOWED);
    }

    @Test
    void the_endpoint_that_serves_the_app_is_remembered() {
        world.ports.spotify.answers(
                new StreamingAnswer(
                        new StreamingResult.Done(), Optional.of(SpotifyEndpoint.DEPRECATED)));

        follow(process(), fan(0));

        StreamingAppStates states = project().streamingApps();
        assertThat(states.endpoint(StreamingOperation.FOLLOW_ARTIST, "client"))
                .isEqualTo(SpotifyEndpoint.DEPRECATED);
        assertThat(states.endpoint(StreamingOperation.SAVE_ALBUM, "client"))
                .isEqualTo(SpotifyEndpoint.LIBRARY);
    }

    @Test
    void nothing_is_learned_from_a_probe_that_fails() {
        Project before = project();
        world.ports.spotify.answers(
                new StreamingAnswer(
                        new StreamingResult.RequestRefused(Reason.FORBIDDEN),
                        Optional.of(SpotifyEndpoint.DEPRECATED)));

        follow(process(), fan(0));

        assertThat(project()).isEqualTo(before);
    }

    private void limitFor(Duration time) {
        world.ports.spotify.answers(new StreamingResult.RateLimited(time));
    }

    private FanId fan(int number) {
        FanId fan = world.fan(new PhoneNumber("+1415555%04d".formatted(number)));
        world.connect(fan);
        return fan;
    }

    /** A process that knows nothing. */
    private StreamingAction process() {
        return world.application.steps().streaming();
    }

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    private Attempt follow(StreamingAction process, FanId fan) {
        return follow(process, fan, project());
    }

    private Attempt follow(StreamingAction process, FanId fan, Project read) {
        List<Connection> connections = world.connections(fan);
        return process.attempt(
                new StreamingTask.FollowArtist(Optional.of(World.ARTIST)),
                new StreamingTarget(
                        read,
                        fan,
                        connections,
                        world.clock.instant(),
                        new Deadline(world.clock.instant().plusSeconds(12), world.clock)));
    }
}

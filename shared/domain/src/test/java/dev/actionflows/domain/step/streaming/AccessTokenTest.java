package dev.actionflows.domain.step.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ConnectionService;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How fans' access tokens are stored, refreshed once, and renewed after a 401. */
class AccessTokenTest {
    private static final Duration ATTEMPT = Duration.ofSeconds(12);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Attempt COME_BACK = new Attempt.TryAgain(Reason.TOKEN_REFRESHING);
    private static final Attempt FOLLOWED =
            new Attempt.Ended(new StepOutcome.Completed(Reason.FOLLOWED), Optional.empty());

    private final World world = new World();
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final List<String> writes = new ArrayList<>();

    @BeforeEach
    void connect() {
        world.connect(fan);
    }

    @Test
    void an_access_token_is_refreshed_once_and_used_until_it_expires() {
        assertThat(follow()).isEqualTo(FOLLOWED);
        assertThat(follow()).isEqualTo(FOLLOWED);
        assertThat(spotify().refreshes()).hasSize(1);

        world.clock.advance(HOUR.minusSeconds(59));
        assertThat(follow()).isEqualTo(FOLLOWED);
        assertThat(spotify().refreshes()).hasSize(2);
    }

    @Test
    void a_step_that_refreshes_writes_the_connection_twice_and_any_other_not_at_all() {
        follow();
        assertThat(writes).containsExactly("replace", "replace");
        writes.clear();

        follow();
        assertThat(writes).isEmpty();
    }

    @Test
    void a_fan_who_has_just_signed_in_needs_no_refresh() {
        Project project = world.projects.find(world.project).orElseThrow();
        new ConnectionService(world.fans, world.fans, world.vault, world.wakeUps)
                .connect(
                        project,
                        world.fans.find(world.project, fan).orElseThrow(),
                        StreamingProvider.SPOTIFY,
                        new AuthorizationAnswer.Granted(
                                "new refresh token",
                                Set.of("user-library-modify", "user-follow-modify"),
                                Optional.empty(),
                                Optional.of(new AccessGrant("first access token", HOUR))),
                        world.clock.instant());

        assertThat(follow()).isEqualTo(FOLLOWED);
        assertThat(spotify().refreshes()).isEmpty();
    }

    @Test
    void of_two_attempts_at_the_same_time_one_refreshes_and_the_other_comes_back() {
        Connection read = connection();

        assertThat(follow(read)).isEqualTo(FOLLOWED);
        assertThat(follow(read)).isEqualTo(COME_BACK);
        assertThat(follow()).isEqualTo(FOLLOWED);
        assertThat(spotify().refreshes()).hasSize(1);
    }

    @Test
    void the_lease_of_an_attempt_that_died_ends_by_itself() {
        Connection read = connection();
        world.fans.replace(
                world.project, read, read.beingRefreshed(world.clock.instant().plusSeconds(17)));

        assertThat(follow()).isEqualTo(COME_BACK);
        assertThat(spotify().refreshes()).isEmpty();

        world.clock.advance(Duration.ofSeconds(17));
        assertThat(follow()).isEqualTo(FOLLOWED);
    }

    @Test
    void a_refresh_that_fails_gives_its_lease_back() {
        spotify()
                .refreshAnswers(
                        new RefreshAnswer.RefreshDenied(new StreamingResult.Unavailable()),
                        new RefreshAnswer.RefreshDenied(
                                new StreamingResult.RequestRefused(Reason.CREDENTIALS_REJECTED)));

        assertThat(follow()).isEqualTo(new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE));
        assertThat(follow())
                .isEqualTo(
                        new Attempt.Ended(
                                new StepOutcome.Failed(Reason.CREDENTIALS_REJECTED),
                                Optional.empty()));
        assertThat(follow()).isEqualTo(FOLLOWED);
    }

    @Test
    void a_401_leads_to_one_refresh_and_one_retry() {
        follow();
        spotify().answers(new StreamingResult.AccessTokenRejected());

        assertThat(follow()).isEqualTo(FOLLOWED);
        assertThat(spotify().refreshes()).hasSize(2);
    }

    @Test
    void a_second_401_is_a_failure_of_the_service() {
        follow();
        spotify()
                .answers(
                        StreamingAnswer.of(new StreamingResult.AccessTokenRejected()),
                        StreamingAnswer.of(new StreamingResult.AccessTokenRejected()));

        assertThat(follow()).isEqualTo(new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE));
        assertThat(spotify().refreshes()).hasSize(2);
    }

    @Test
    void a_rotated_refresh_token_is_stored_before_the_request() {
        spotify()
                .refreshAnswers(
                        new RefreshAnswer.Granted(
                                new AccessGrant("access", HOUR), Optional.of("rotated")));
        spotify().answers(new StreamingResult.Unavailable());

        assertThat(follow()).isEqualTo(new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE));
        assertThat(writes).containsExactly("replace", "storeTokens");

        world.clock.advance(HOUR);
        follow();
        assertThat(spotify().refreshes()).containsExactly("refresh-token", "rotated");
    }

    @Test
    void invalid_grant_for_a_token_that_was_replaced_meanwhile_is_no_sign() {
        Connection read = connection();
        spotify().refreshAnswers(ended());
        onRefresh(() -> world.connect(fan));

        assertThat(follow(read)).isEqualTo(new Attempt.TryAgain(Reason.AUTHORIZATION_IN_DOUBT));
        assertThat(connection().doubtedAt()).isEmpty();
        assertThat(follow()).isEqualTo(FOLLOWED);
    }

    @Test
    void a_fan_who_reconnects_during_a_refresh_keeps_the_new_authorization() {
        Connection read = connection();
        spotify()
                .refreshAnswers(
                        new RefreshAnswer.Granted(
                                new AccessGrant("access", HOUR), Optional.of("rotated")));
        onRefresh(() -> world.connect(fan));

        assertThat(follow(read)).isEqualTo(COME_BACK);
        assertThat(connection().accessToken()).isEmpty();
    }

    @Test
    void a_refresh_in_doubt_gives_its_lease_back() {
        spotify().refreshAnswers(ended(), ended());

        follow();
        world.clock.advance(Duration.ofMinutes(1));

        assertThat(follow().reason()).isEqualTo(Reason.AUTHORIZATION_IN_DOUBT);
        assertThat(connection().refreshedUntil()).isEmpty();
    }

    private static RefreshAnswer ended() {
        return new RefreshAnswer.RefreshDenied(new StreamingResult.AuthorizationEnded());
    }

    private InMemoryStreamingService spotify() {
        return world.ports.spotify;
    }

    private Runnable duringRefresh = () -> {};

    /** Happens once the lease is taken. */
    private void onRefresh(Runnable what) {
        duringRefresh = what;
    }

    private Connection connection() {
        return world.connections(fan).getFirst();
    }

    private Attempt follow() {
        return follow(connection());
    }

    private Attempt follow(Connection read) {
        Deadline deadline = new Deadline(world.clock.instant().plus(ATTEMPT), world.clock);
        return new StreamingAction(
                        new StreamingStepSupport(
                                () -> List.of(world.ports.spotify),
                                recorded(),
                                world.projects,
                                world.vault),
                        world.catalog)
                .attempt(
                        new StreamingTask.FollowArtist(Optional.of(World.ARTIST)),
                        new StreamingTarget(
                                world.projects.find(world.project).orElseThrow(),
                                fan,
                                List.of(read),
                                world.clock.instant(),
                                deadline));
    }

    private ConnectionStore recorded() {
        return (ConnectionStore)
                Proxy.newProxyInstance(
                        ConnectionStore.class.getClassLoader(),
                        new Class<?>[] {ConnectionStore.class},
                        (_, method, arguments) -> {
                            writes.add(method.getName());
                            try {
                                return method.invoke(world.fans, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                Runnable then = duringRefresh;
                                duringRefresh = () -> {};
                                then.run();
                            }
                        });
    }
}

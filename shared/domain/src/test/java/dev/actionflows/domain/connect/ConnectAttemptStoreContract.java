package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.connect.ConnectAttemptStore.Refusal;
import dev.actionflows.domain.connect.ConnectAttemptStore.Taken;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contract of {@link ConnectAttemptStore} implementations. */
public abstract class ConnectAttemptStoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final Instant END = NOW.plus(Duration.ofMinutes(10));
    private static final String BROWSER = "a browser";

    private final ConnectAttemptStore attempts;
    private final ProjectId project = Samples.projectId();

    protected ConnectAttemptStoreContract(ConnectAttemptStore attempts) {
        this.attempts = attempts;
    }

    private ConnectAttempt begun(FanAction action) {
        ConnectAttempt attempt =
                new ConnectAttempt(
                        project,
                        Samples.nonce(),
                        StreamingProvider.SPOTIFY,
                        BROWSER,
                        Optional.of(Samples.sealed()),
                        Set.of("user-library-modify", "user-follow-modify"),
                        Optional.of(Samples.fanId()),
                        Optional.of(action),
                        Optional.of("https://band.example/tour?city=Malmö"),
                        true,
                        Optional.of(
                                new ConnectAttempt.Agreed(
                                        new Wording("1", "de"),
                                        Set.of("user-library-modify"),
                                        NOW)),
                        END);
        attempts.begin(attempt);
        return attempt;
    }

    private ConnectAttempt begun() {
        return begun(new FanAction.PreSave(Samples.release().id()));
    }

    private Taken take(ConnectAttempt attempt, String taker, Instant now) {
        return attempts.take(attempt.project(), attempt.id(), BROWSER, taker, now);
    }

    @Test
    void a_claimed_attempt_equals_the_stored_one() {
        ArtistId artist = new ArtistId("art_0123456789abcdef");
        for (FanAction action :
                List.of(
                        new FanAction.PreSave(Samples.release().id()),
                        new FanAction.AddToLibrary(Samples.release().id()),
                        new FanAction.Follow(artist),
                        new FanAction.NextSave(artist))) {
            ConnectAttempt attempt = begun(action);

            assertThat(take(attempt, "one", NOW)).isEqualTo(new Taken.Granted(attempt));
        }
    }

    @Test
    void fan_action_and_page_are_optional() {
        ConnectAttempt bare =
                new ConnectAttempt(
                        project,
                        Samples.nonce(),
                        StreamingProvider.APPLE_MUSIC,
                        BROWSER,
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        END);
        attempts.begin(bare);

        assertThat(take(bare, "one", NOW)).isEqualTo(new Taken.Granted(bare));
    }

    @Test
    void an_attempt_can_be_claimed_once() {
        ConnectAttempt attempt = begun();
        take(attempt, "one", NOW);

        assertThat(take(attempt, "other", NOW))
                .isEqualTo(new Taken.Refused(Refusal.USED, Optional.of(attempt)));
        assertThat(take(attempt, "other", END))
                .isEqualTo(new Taken.Refused(Refusal.USED, Optional.of(attempt)));
    }

    @Test
    void claiming_again_with_the_same_token_is_idempotent() {
        ConnectAttempt attempt = begun();
        take(attempt, "one", NOW);

        assertThat(take(attempt, "one", NOW)).isEqualTo(new Taken.Granted(attempt));
    }

    @Test
    void another_browser_is_rejected_and_the_attempt_remains_claimable() {
        ConnectAttempt attempt = begun();

        assertThat(attempts.take(project, attempt.id(), "another browser", "one", NOW))
                .isEqualTo(new Taken.Refused(Refusal.OTHER_BROWSER, Optional.of(attempt)));
        assertThat(take(attempt, "other", NOW)).isEqualTo(new Taken.Granted(attempt));
    }

    @Test
    void an_attempt_expires_at_its_end_time() {
        ConnectAttempt attempt = begun();

        assertThat(take(attempt, "one", END))
                .isEqualTo(new Taken.Refused(Refusal.EXPIRED, Optional.of(attempt)));
        assertThat(take(attempt, "one", END.minusMillis(1))).isEqualTo(new Taken.Granted(attempt));
    }

    @Test
    void an_unknown_attempt_or_one_of_another_project_is_not_found() {
        ConnectAttempt attempt = begun();
        Taken nothing = new Taken.Refused(Refusal.UNKNOWN, Optional.empty());

        assertThat(attempts.take(project, Samples.nonce(), BROWSER, "one", NOW)).isEqualTo(nothing);
        assertThat(attempts.take(Samples.projectId(), attempt.id(), BROWSER, "one", NOW))
                .isEqualTo(nothing);
    }

    @Test
    void only_one_concurrent_claim_succeeds() {
        ConnectAttempt attempt = begun();

        List<Taken> taken = Together.run(8, number -> take(attempt, "taker " + number, NOW));

        assertThat(taken).filteredOn(Taken.Granted.class::isInstance).hasSize(1);
        assertThat(taken)
                .filteredOn(
                        it -> it instanceof Taken.Refused(Refusal why, _) && why == Refusal.USED)
                .hasSize(7);
    }
}

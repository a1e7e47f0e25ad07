package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class ProjectServiceTest {
    private static final PhoneNumber NUMBER = new PhoneNumber("+15005550006");
    private static final SmsCredentials ACCOUNT = new SmsCredentials("AC1", "auth-token");

    private final World world = new World();
    private final ProjectService projects =
            new ProjectService(
                    world.projects, world.keys, world.vault, world.wakeUps, world.ids, world.clock);
    private final ProjectService.Created created =
            projects.create("Nova", Plan.BASIC, "https://api.example");
    private final ProjectId id = created.project().id();

    @Test
    void a_new_project_is_stored_with_the_hashes_of_its_keys_and_has_no_accounts() {
        Project stored = projects.get(id);

        assertThat(stored).isEqualTo(created.project());
        assertThat(stored.createdAt()).isEqualTo(world.clock.instant());
        assertThat(stored.sms()).isEmpty();
        assertThat(created.secretKey().isAmong(stored.keys(), world.clock.instant())).isTrue();
        assertThat(created.publishableKey().isAmong(stored.keys(), world.clock.instant())).isTrue();
        assertThat(stored.toString()).doesNotContain(created.secretKey().text());
    }

    @Test
    void two_projects_share_nothing() {
        ProjectService.Created other = projects.create("Nova", Plan.BASIC, "https://api.example");

        assertThat(other.project().id()).isNotEqualTo(id);
        assertThat(other.project().dataKey()).isNotEqualTo(created.project().dataKey());
        assertThat(other.secretKey().isAmong(created.project().keys(), world.clock.instant()))
                .isFalse();
        assertThat(ApiKey.parse(other.secretKey().text()).orElseThrow().project())
                .isEqualTo(other.project().id());
    }

    @Test
    void a_number_is_stored_with_its_token_sealed_and_wakes_waiting_runs() {
        Project changed = projects.useSms(id, NUMBER, ACCOUNT);

        SmsAccount stored = projects.get(id).sms().orElseThrow();
        assertThat(changed.sms()).contains(stored);
        assertThat(stored.number()).isEqualTo(NUMBER);
        assertThat(stored.authToken().base64()).doesNotContain("auth-token");
        assertThat(world.vault.open(changed, SmsAccount.AUTH_TOKEN_CONTEXT, stored.authToken()))
                .isEqualTo("auth-token");
        assertWoken(Requirement.phoneNumber());
    }

    @Test
    void a_spotify_app_is_stored_sealed_and_wakes_waiting_runs() {
        Project changed = projects.useApp(id, new StreamingApp.Spotify("client", "secret"));

        SpotifyApp stored = changed.spotify().orElseThrow();
        assertThat(stored.clientId()).isEqualTo("client");
        assertThat(
                        world.vault.open(
                                changed, SpotifyApp.CLIENT_SECRET_CONTEXT, stored.clientSecret()))
                .isEqualTo("secret");
        assertWoken(Requirement.streamingApp());
    }

    @Test
    void an_apple_music_key_is_stored_sealed_and_wakes_waiting_runs() {
        Project changed = projects.useApp(id, new StreamingApp.AppleMusic("team", "key", "pem"));

        AppleMusicKey stored = changed.appleMusic().orElseThrow();
        assertThat(
                        world.vault.open(
                                changed, AppleMusicKey.PRIVATE_KEY_CONTEXT, stored.privateKey()))
                .isEqualTo("pem");
        assertWoken(Requirement.streamingApp());
    }

    @Test
    void an_unknown_project_is_not_found_and_no_wake_up_is_sent() {
        ProjectId unknown = new ProjectId("prj_0000000000000000");

        for (Runnable use :
                new Runnable[] {
                    () -> projects.get(unknown),
                    () -> projects.useSms(unknown, NUMBER, ACCOUNT),
                    () -> projects.useApp(unknown, new StreamingApp.Spotify("client", "secret")),
                }) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(use::run)
                    .extracting(ProblemException::code)
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(world.wakeUps.take()).isEmpty();
    }

    private void assertWoken(Requirement requirement) {
        assertThat(world.wakeUps.take())
                .contains(new WakeUp.RequirementMet(id, requirement, Optional.empty()));
        assertThat(world.wakeUps.take()).isEmpty();
    }
}

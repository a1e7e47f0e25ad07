package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class FanServiceTest {
    private static final PhoneNumber NUMBER = World.FAN_NUMBER;

    private final World world = new World();
    private final Project project = world.projects.find(world.project).orElseThrow();
    private final FanService fans = world.application.management().fans();

    @Test
    void an_unknown_number_creates_a_fan_and_the_same_number_finds_it() {
        FanService.Found first = fans.findOrCreate(world.project, NUMBER);
        FanService.Found second = fans.findOrCreate(world.project, NUMBER);

        assertThat(first.isNew()).isTrue();
        assertThat(first.profile().fan().createdAt()).isEqualTo(world.clock.instant());
        assertThat(first.profile().connections()).isEmpty();
        assertThat(first.profile().smsStopped()).isFalse();
        assertThat(second.isNew()).isFalse();
        assertThat(second.profile()).isEqualTo(first.profile());
    }

    @Test
    void the_same_number_belongs_to_another_fan_in_another_project() {
        FanId here = fans.findOrCreate(world.project, NUMBER).profile().fan().id();
        FanService.Found there = fans.findOrCreate(new ProjectId("prj_0000000000000000"), NUMBER);

        assertThat(there.isNew()).isTrue();
        assertThat(there.profile().fan().id()).isNotEqualTo(here);
    }

    @Test
    void a_fan_who_sent_stop_is_shown_as_stopped() {
        FanId id = fans.findOrCreate(world.project, NUMBER).profile().fan().id();
        world.fans.recordConsent(
                world.project,
                world.identities.of(world.project, NUMBER).identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "SM1", world.clock.instant()));

        assertThat(fans.get(world.project, id).smsStopped()).isTrue();
    }

    @Test
    void a_fan_who_sent_stop_on_another_channel_is_shown_as_stopped() {
        FanId id = fans.findOrCreate(world.project, NUMBER).profile().fan().id();
        FanIdentity instagram = world.identities.of(world.project, Identity.Kind.INSTAGRAM, "1");
        world.resolver.resolve(world.project, Optional.of(id), List.of(instagram));
        assertThat(fans.get(world.project, id).smsStopped()).isFalse();
        world.fans.recordConsent(
                world.project,
                instagram.identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "igdm:1", world.clock.instant()));

        assertThat(fans.get(world.project, id).smsStopped()).isTrue();
    }

    @Test
    void a_fan_is_shown_with_the_latest_consents_whatever_their_ids() {
        FanId id = fans.findOrCreate(world.project, NUMBER).profile().fan().id();
        for (int i = 0; i <= 100; i++) {
            world.fans.recordConsent(
                    world.project,
                    world.identities.of(world.project, NUMBER).identity(),
                    new ConsentChange(
                            ConsentChange.Kind.KEYWORD,
                            "SM" + (1_000 - i),
                            world.clock.instant().plusSeconds(i)));
        }

        assertThat(fans.get(world.project, id).consents())
                .extracting(consent -> consent.change().messageId())
                .hasSize(100)
                .startsWith("SM999")
                .endsWith("SM900");
    }

    @Test
    void an_authorization_is_stored_sealed_and_wakes_the_fans_waiting_runs() {
        FanId id = fans.findOrCreate(world.project, NUMBER).profile().fan().id();

        FanService.Profile profile = fans.connect(project, id, spotify("refresh-token"));

        Connection connection = profile.connections().getFirst();
        assertThat(connection.scopes()).containsExactly("user-library-modify");
        assertThat(connection.isUsable(world.clock.instant())).isTrue();
        assertThat(
                        world.vault.open(
                                project,
                                Connection.tokenContext(id, StreamingProvider.SPOTIFY),
                                connection.userToken()))
                .isEqualTo("refresh-token");
        assertThat(fans.get(world.project, id)).isEqualTo(profile);
        assertThat(world.wakeUps.take())
                .contains(
                        new WakeUp.RequirementMet(
                                world.project,
                                Requirement.streamingConnection(id),
                                Optional.empty()));
    }

    @Test
    void connecting_again_replaces_only_the_connection_to_that_service() {
        FanId id = fans.findOrCreate(world.project, NUMBER).profile().fan().id();
        fans.connect(
                project,
                id,
                new Authorization(
                        StreamingProvider.APPLE_MUSIC, "music", Set.of(), world.clock.instant()));
        fans.connect(project, id, spotify("old"));
        world.clock.advance(Duration.ofDays(1));

        assertThat(fans.connect(project, id, spotify("new")).connections())
                .extracting(Connection::provider)
                .containsExactly(StreamingProvider.SPOTIFY, StreamingProvider.APPLE_MUSIC);
        assertThat(fans.get(world.project, id).connections().getFirst().authorizedAt())
                .isEqualTo(world.clock.instant());
    }

    @Test
    void an_authorization_that_is_sent_again_keeps_its_lease_and_the_tokens_that_it_has_got() {
        FanId id = fans.findOrCreate(world.project, NUMBER).profile().fan().id();
        Authorization authorization = spotify("refresh-token");
        Connection stored = fans.connect(project, id, authorization).connections().getFirst();
        Connection leased = stored.beingRefreshed(world.clock.instant().plusSeconds(30));
        world.fans.replace(world.project, stored, leased);

        assertThat(fans.connect(project, id, authorization).connections()).containsExactly(leased);

        Connection refreshed = leased.refreshed(Samples.sealed(), Samples.accessToken());
        world.fans.storeTokens(world.project, leased, refreshed);

        assertThat(fans.connect(project, id, authorization).connections())
                .containsExactly(refreshed);
    }

    @Test
    void a_later_authorization_with_the_same_token_is_a_new_one() {
        FanId id = fans.findOrCreate(world.project, NUMBER).profile().fan().id();
        fans.connect(project, id, spotify("refresh-token"));
        world.clock.advance(Duration.ofDays(1));

        assertThat(fans.connect(project, id, spotify("refresh-token")).connections())
                .extracting(Connection::authorizedAt)
                .containsExactly(world.clock.instant());
    }

    @Test
    void an_unknown_fan_is_not_found_and_nothing_is_stored() {
        FanId unknown = new FanId("fan_0000000000000000");

        for (Runnable use :
                new Runnable[] {
                    () -> fans.get(world.project, unknown),
                    () -> fans.connect(project, unknown, spotify("refresh-token")),
                }) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(use::run)
                    .extracting(ProblemException::code)
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(world.connections(unknown)).isEmpty();
        assertThat(world.wakeUps.take()).isEmpty();
    }

    @Test
    void to_string_does_not_contain_the_token() {
        assertThat(spotify("refresh-token").toString()).doesNotContain("refresh-token");
    }

    private Authorization spotify(String refreshToken) {
        return new Authorization(
                StreamingProvider.SPOTIFY,
                refreshToken,
                Set.of("user-library-modify"),
                world.clock.instant());
    }
}

package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Rate limits of connect starts. */
class ConnectRatesTest extends ConnectFixture {
    private StartResult start(String provider, String... pairs) {
        return connect.agreed(request(provider, query(pairs)));
    }

    private int allowed(int requests, String provider, String... pairs) {
        int allowed = 0;
        for (int times = 0; times < requests; times++) {
            try {
                start(provider, pairs);
                allowed++;
            } catch (ProblemException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                assertThat(e.retryAfter().orElseThrow()).isPositive();
            }
        }
        return allowed;
    }

    @Test
    void connect_starts_are_limited_per_client() {
        assertThat(allowed(150, "spotify", "address", "203.0.113.7")).isEqualTo(100);
        assertThat(allowed(5, "spotify", "address", "203.0.113.8")).isEqualTo(5);
        world.clock.advance(Duration.ofMinutes(10));
        assertThat(allowed(5, "spotify", "address", "203.0.113.7")).isEqualTo(5);
    }

    @Test
    void new_apple_music_fans_are_limited_per_client() {
        String token =
                FanSession.of(
                                world.projects.find(world.project).orElseThrow(),
                                world.fan(World.FAN_NUMBER),
                                world.vault,
                                world.clock.instant())
                        .token();

        assertThat(allowed(30, "apple_music", "address", "203.0.113.7")).isEqualTo(20);
        assertThat(
                        allowed(
                                30,
                                "apple_music",
                                "address",
                                "203.0.113.7",
                                "fan_token",
                                token,
                                "origin",
                                ConnectWorld.ORIGIN))
                .isEqualTo(30);
        assertThat(allowed(5, "spotify", "address", "203.0.113.7")).isEqualTo(5);
    }

    @Test
    void connect_starts_are_limited_per_project() {
        assertThat(allowed(1_100, "spotify")).isEqualTo(1_000);
        world.clock.advance(Duration.ofSeconds(10));
        assertThat(allowed(5, "spotify")).isEqualTo(5);
    }

    @Test
    void invalid_requests_do_not_count_towards_the_limit() {
        for (int times = 0; times < 200; times++) {
            start("spotify", "action", "dance", "address", "203.0.113.7");
        }
        assertThat(allowed(100, "spotify", "address", "203.0.113.7")).isEqualTo(100);
    }
}

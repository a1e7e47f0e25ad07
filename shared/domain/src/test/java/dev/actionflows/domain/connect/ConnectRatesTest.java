package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** The rate limits of starting attempts. */
class ConnectRatesTest extends ConnectFixture {
    private StartResult start(String provider, String... pairs) {
        return connect.start.start(request(provider, query(pairs)));
    }

    private int let(int asked, String provider, String... pairs) {
        int let = 0;
        for (int times = 0; times < asked; times++) {
            try {
                start(provider, pairs);
                let++;
            } catch (ProblemException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                assertThat(e.retryAfter().orElseThrow()).isPositive();
            }
        }
        return let;
    }

    @Test
    void one_client_sets_out_so_often_and_keeps_nobody_else_from_it() {
        assertThat(let(150, "spotify", "address", "203.0.113.7")).isEqualTo(100);
        assertThat(let(5, "spotify", "address", "203.0.113.8")).isEqualTo(5);
        world.clock.advance(Duration.ofMinutes(10));
        assertThat(let(5, "spotify", "address", "203.0.113.7")).isEqualTo(5);
    }

    @Test
    void few_of_one_client_become_somebody_new_at_apple() {
        String token =
                FanSession.of(
                                world.projects.find(world.project).orElseThrow(),
                                world.fan(World.FAN_NUMBER),
                                world.vault,
                                world.clock.instant())
                        .token();

        assertThat(let(30, "apple_music", "address", "203.0.113.7")).isEqualTo(20);
        assertThat(
                        let(
                                30,
                                "apple_music",
                                "address",
                                "203.0.113.7",
                                "fan_token",
                                token,
                                "origin",
                                ConnectWorld.ORIGIN))
                .isEqualTo(30);
        assertThat(let(5, "spotify", "address", "203.0.113.7")).isEqualTo(5);
    }

    @Test
    void all_of_one_project_set_out_so_often() {
        assertThat(let(1_100, "spotify")).isEqualTo(1_000);
        world.clock.advance(Duration.ofSeconds(10));
        assertThat(let(5, "spotify")).isEqualTo(5);
    }

    @Test
    void who_is_refused_for_another_reason_does_not_count() {
        for (int times = 0; times < 200; times++) {
            start("spotify", "action", "dance", "address", "203.0.113.7");
        }
        assertThat(let(100, "spotify", "address", "203.0.113.7")).isEqualTo(100);
    }
}

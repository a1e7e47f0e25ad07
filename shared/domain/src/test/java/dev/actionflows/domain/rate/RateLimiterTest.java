package dev.actionflows.domain.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.RecordingObserver;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.VirtualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class RateLimiterTest {
    private static final Rate RATE = Rate.CONNECT_STARTS_PER_PROJECT;

    private final EmbedWorld embed = new EmbedWorld();
    private final VirtualClock clock = embed.world.clock;
    private final ProjectId project = embed.world.project;
    private final RateLimits limits =
            RateLimits.parse("events_per_fan=2, requests_per_publishable_key=100");

    @Test
    void beyond_the_limit_the_delay_until_a_retry_is_reported() {
        RateLimiter limiter = embed.limiter(limits);
        clock.advance(Duration.ofMinutes(12).plusMillis(1));
        limiter.count(project, Rate.EVENTS_PER_FAN, "ada");
        limiter.count(project, Rate.EVENTS_PER_FAN, "ada");
        limiter.count(project, Rate.EVENTS_PER_FAN, "bea");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> limiter.count(project, Rate.EVENTS_PER_FAN, "ada"))
                .satisfies(
                        it -> {
                            assertThat(it.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                            assertThat(it.retryAfter()).contains(Duration.ofMinutes(48));
                        });
        assertThat(embed.world.observer.facts(RecordingObserver.Fact.RateExceeded.class))
                .containsExactly(
                        new RecordingObserver.Fact.RateExceeded(project, Rate.EVENTS_PER_FAN));

        clock.advance(Duration.ofMinutes(48));
        limiter.count(project, Rate.EVENTS_PER_FAN, "ada");
    }

    private int allowed(RateLimiter limiter, int requests) {
        return allowed(List.of(limiter), Rate.REQUESTS_PER_PUBLISHABLE_KEY, requests);
    }

    /** Sends this many requests, by each process in turn, and returns how many are allowed. */
    private int allowed(List<RateLimiter> processes, Rate rate, int requests) {
        int allowed = 0;
        for (int times = 0; times < requests; times++) {
            try {
                processes.get(times % processes.size()).countOfProject(project, rate, 1);
                allowed++;
            } catch (ProblemException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            }
        }
        return allowed;
    }

    private List<RateLimiter> processes(int number) {
        return IntStream.range(0, number)
                .mapToObj(_ -> embed.limiter(RateLimits.standard()))
                .toList();
    }

    @Test
    void high_volume_requests_are_counted_in_blocks() {
        List<RateLimiter> process = processes(1);

        assertThat(allowed(process, Rate.REQUESTS_PER_PUBLISHABLE_KEY, 240)).isEqualTo(240);
        assertThat(embed.rates.calls()).isEqualTo(12);

        assertThat(allowed(process, Rate.REQUESTS_PER_PUBLISHABLE_KEY, 1_260)).isEqualTo(1_260);
        assertThat(embed.rates.calls()).isLessThan(12 + 1_260 / 18);
        assertThat(allowed(process, Rate.REQUESTS_PER_PUBLISHABLE_KEY, 600)).isEqualTo(500);
    }

    /** Lambda runs as many processes as there are concurrent requests. */
    @ParameterizedTest
    @CsvSource({
        "CONNECT_STARTS_PER_PROJECT, 100, 400",
        "CONNECT_STARTS_PER_PROJECT, 500, 700",
        "CONNECT_STARTS_PER_PROJECT, 3, 750",
        "CONNECT_STARTS_PER_PROJECT, 750, 750",
        "REQUESTS_PER_PUBLISHABLE_KEY, 200, 1000",
        "REQUESTS_PER_PUBLISHABLE_KEY, 100, 1500",
        "EVENTS_PER_SECRET_KEY, 400, 2000",
        "EVENTS_PER_SECRET_KEY, 1000, 3700",
    })
    void requests_below_the_limit_are_allowed_from_any_number_of_processes(
            Rate rate, int number, int requests) {
        assertThat(allowed(processes(number), rate, requests)).isEqualTo(requests);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 60, 1000})
    void all_processes_together_never_exceed_the_limit(int number) {
        assertThat(allowed(processes(number), RATE, 5_000)).isBetween(750, 1_000);
    }

    @Test
    void concurrent_processes_never_exceed_the_limit() {
        List<RateLimiter> processes = processes(16);

        int allowed =
                Together.run(16, at -> allowed(processes.subList(at, at + 1), RATE, 200)).stream()
                        .mapToInt(Integer::intValue)
                        .sum();

        assertThat(allowed).isBetween(750, 1_000);
    }

    /** Rejections cost nothing until the window ends. */
    @Test
    void rejected_requests_are_not_counted() {
        RateLimiter limiter = embed.limiter(limits);
        assertThat(allowed(limiter, 101)).isEqualTo(100);
        int calls = embed.rates.calls();

        assertThat(allowed(limiter, 50)).isZero();
        assertThat(embed.rates.calls()).isEqualTo(calls);
    }

    @Test
    void two_processes_share_the_limit() {
        RateLimiter one = embed.limiter(limits);
        RateLimiter other = embed.limiter(limits);

        int allowed = 0;
        for (int times = 0; times < 80; times++) {
            allowed += allowed(one, 1) + allowed(other, 1);
        }
        assertThat(allowed).isEqualTo(100);
    }

    @Test
    void the_count_restarts_in_the_next_period() {
        RateLimiter limiter = embed.limiter(limits);
        assertThat(allowed(limiter, 200)).isEqualTo(100);
        clock.advance(Rate.REQUESTS_PER_PUBLISHABLE_KEY.period());
        assertThat(allowed(limiter, 200)).isEqualTo(100);
    }

    @Test
    void a_batch_is_counted_completely_or_not_at_all() {
        RateLimiter limiter = embed.limiter(RateLimits.parse("events_per_secret_key=150"));
        limiter.countOfProject(project, Rate.EVENTS_PER_SECRET_KEY, 100);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> limiter.countOfProject(project, Rate.EVENTS_PER_SECRET_KEY, 100));
        limiter.countOfProject(project, Rate.EVENTS_PER_SECRET_KEY, 50);
    }

    @Test
    void limits_default_to_the_standard_ones() {
        assertThat(RateLimits.parse(" ")).isEqualTo(RateLimits.standard());
        assertThat(limits.of(Rate.EVENTS_PER_FAN)).isEqualTo(2);
        assertThat(limits.of(Rate.SIGN_UPS_PER_ADDRESS)).isEqualTo(20);
        assertThat(limits.changed())
                .isEqualTo(
                        Map.of(
                                Rate.EVENTS_PER_FAN, 2,
                                Rate.REQUESTS_PER_PUBLISHABLE_KEY, 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"events_per_fan", "events_per_fan=many", "colour=3", "events_per_fan=1,"})
    void an_invalid_setting_is_rejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimits.parse(text));
    }
}

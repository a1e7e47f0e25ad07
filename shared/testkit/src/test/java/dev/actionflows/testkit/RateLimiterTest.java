package dev.actionflows.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.rate.RateLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

class RateLimiterTest {
    private final EmbedWorld embed = new EmbedWorld();
    private final VirtualClock clock = embed.world.clock;
    private final ProjectId project = embed.world.project;
    private final RateLimits limits =
            RateLimits.parse("events_per_fan=2, requests_per_publishable_key=100");

    @Test
    void beyond_the_limit_the_caller_is_told_when_to_come_back() {
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

    private int let(RateLimiter limiter, int asked) {
        int let = 0;
        for (int times = 0; times < asked; times++) {
            try {
                limiter.countOfProject(project, Rate.REQUESTS_PER_PUBLISHABLE_KEY, 1);
                let++;
            } catch (ProblemException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            }
        }
        return let;
    }

    @Test
    void what_very_many_do_is_counted_in_blocks() {
        RateLimiter limiter = embed.limiter(limits);

        assertThat(let(limiter, 90)).isEqualTo(90);
        assertThat(embed.rates.calls()).isEqualTo(5);
        assertThat(let(limiter, 90)).isEqualTo(10);
    }

    @Test
    void several_processes_together_keep_to_the_limit() {
        RateLimiter one = embed.limiter(limits);
        RateLimiter other = embed.limiter(limits);

        int let = 0;
        for (int times = 0; times < 80; times++) {
            let += let(one, 1) + let(other, 1);
        }
        assertThat(let).isEqualTo(100);
    }

    @Test
    void the_next_period_begins_anew() {
        RateLimiter limiter = embed.limiter(limits);
        assertThat(let(limiter, 200)).isEqualTo(100);
        clock.advance(Rate.REQUESTS_PER_PUBLISHABLE_KEY.period());
        assertThat(let(limiter, 200)).isEqualTo(100);
    }

    @Test
    void a_batch_is_counted_whole_or_not_at_all() {
        RateLimiter limiter = embed.limiter(RateLimits.parse("events_per_secret_key=150"));
        limiter.countOfProject(project, Rate.EVENTS_PER_SECRET_KEY, 100);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> limiter.countOfProject(project, Rate.EVENTS_PER_SECRET_KEY, 100));
        limiter.countOfProject(project, Rate.EVENTS_PER_SECRET_KEY, 50);
    }

    @Test
    void limits_are_the_standard_ones_where_nothing_else_is_said() {
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
    void a_setting_that_is_not_understood_is_named(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimits.parse(text));
    }
}

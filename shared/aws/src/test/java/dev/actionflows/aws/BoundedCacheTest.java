package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.VirtualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class BoundedCacheTest {
    private final VirtualClock clock = new VirtualClock(Samples.NOW);
    private final BoundedCache<String, Integer> cache =
            new BoundedCache<>(2, Duration.ofSeconds(10), clock);

    @Test
    void a_value_is_kept_until_its_time_is_over() {
        cache.put("a", 1);
        clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(cache.find("a")).contains(1);

        clock.advance(Duration.ofMillis(1));

        assertThat(cache.find("a")).isEmpty();
    }

    /** As long as its service took to answer. */
    @Test
    void a_value_is_kept_from_the_moment_at_which_it_was_so() {
        cache.put("a", 1, clock.instant().minusSeconds(4));
        clock.advance(Duration.ofSeconds(6).minusMillis(1));
        assertThat(cache.find("a")).contains(1);

        clock.advance(Duration.ofMillis(1));

        assertThat(cache.find("a")).isEmpty();
    }

    @Test
    void of_too_many_values_the_one_that_was_not_used_for_longest_goes() {
        cache.put("a", 1);
        cache.put("b", 2);
        cache.find("a");

        cache.put("c", 3);

        assertThat(cache.find("a")).contains(1);
        assertThat(cache.find("b")).isEmpty();
        assertThat(cache.find("c")).contains(3);
    }
}

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
    void a_value_expires() {
        cache.put("a", 1);
        clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(cache.find("a")).contains(1);

        clock.advance(Duration.ofMillis(1));

        assertThat(cache.find("a")).isEmpty();
    }

    /** Accounts for the duration of the read. */
    @Test
    void a_value_expires_relative_to_the_time_at_which_it_was_read() {
        cache.put("a", 1, clock.instant().minusSeconds(4));
        clock.advance(Duration.ofSeconds(6).minusMillis(1));
        assertThat(cache.find("a")).contains(1);

        clock.advance(Duration.ofMillis(1));

        assertThat(cache.find("a")).isEmpty();
    }

    @Test
    void the_least_recently_used_value_is_evicted() {
        cache.put("a", 1);
        cache.put("b", 2);
        cache.find("a");

        cache.put("c", 3);

        assertThat(cache.find("a")).contains(1);
        assertThat(cache.find("b")).isEmpty();
        assertThat(cache.find("c")).contains(3);
    }
}

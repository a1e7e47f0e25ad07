package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

class ConnectionTest {
    private static final Instant MIDNIGHT = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void no_connection_that_is_about_to_expire_was_authorized_after_the_bound() {
        IntStream.range(0, 1_500 * 4)
                .mapToObj(quarter -> MIDNIGHT.plus(Duration.ofHours(6L * quarter)))
                .forEach(
                        authorizedAt -> {
                            Instant expiring = Connection.expiringAt(authorizedAt);
                            assertThat(Connection.authorizedUntil(expiring))
                                    .isAfterOrEqualTo(authorizedAt);
                            assertThat(Connection.authorizedUntil(expiring))
                                    .isBefore(authorizedAt.plus(Duration.ofDays(7)));
                        });
    }

    @Test
    void it_is_about_to_expire_thirty_days_before_six_months_are_over() {
        assertThat(Connection.expiringAt(Instant.parse("2027-01-15T10:00:00Z")))
                .isEqualTo(Instant.parse("2027-06-15T10:00:00Z"));
        // there is no 31 February
        assertThat(Connection.expiringAt(Instant.parse("2026-08-31T10:00:00Z")))
                .isEqualTo(Instant.parse("2027-01-29T10:00:00Z"));
    }
}

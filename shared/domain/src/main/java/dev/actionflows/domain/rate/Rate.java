package dev.actionflows.domain.rate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The rate limits: what is counted, in which period, and the default limit. */
public enum Rate {
    /** Codes sent to one number or address; protects people from being flooded. */
    CODES_PER_IDENTITY_AND_HOUR(3, Duration.ofHours(1)),
    CODES_PER_IDENTITY_AND_DAY(10, Duration.ofDays(1)),
    /** Codes of a whole project: each costs money and may go to a stranger's number. */
    CODES_PER_PROJECT_AND_HOUR(1_000, Duration.ofHours(1)),
    CODES_PER_PROJECT_AND_DAY(5_000, Duration.ofDays(1)),
    /** Sign-ups with a code from one client address. Guests of a venue may share an address. */
    SIGN_UPS_PER_ADDRESS(20, Duration.ofHours(1)),
    /** Codes entered from one client address, right or wrong. */
    CODES_TYPED_PER_ADDRESS(100, Duration.ofHours(1)),
    /** Events per fan token. */
    EVENTS_PER_FAN(60, Duration.ofHours(1)),
    /** Page requests from one client address; checked before the project's limit. */
    REQUESTS_PER_ADDRESS(200, Duration.ofSeconds(10)),
    /** Requests of all pages of one project: 200 per second. */
    REQUESTS_PER_PUBLISHABLE_KEY(2_000, Duration.ofSeconds(10)),
    /** Events of all servers of one project, each event of a batch counted: 500 per second. */
    EVENTS_PER_SECRET_KEY(5_000, Duration.ofSeconds(10)),
    /** Fans from one client address who leave for a streaming service. */
    CONNECT_STARTS_PER_ADDRESS(100, Duration.ofMinutes(10)),
    /** The subset of {@link #CONNECT_STARTS_PER_ADDRESS} that could create new fans. */
    NEW_FANS_PER_ADDRESS(20, Duration.ofHours(1)),
    /** All fans of one project who leave for a streaming service: 100 per second. */
    CONNECT_STARTS_PER_PROJECT(1_000, Duration.ofSeconds(10));

    private final int limit;
    private final Duration period;

    Rate(int limit, Duration period) {
        this.limit = limit;
        this.period = period;
    }

    /** The limit per period, unless a deployment overrides it. */
    public int standardLimit() {
        return limit;
    }

    public Duration period() {
        return period;
    }

    /** The name in settings, keys, and metrics, for example {@code sign_ups_per_address}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Rate> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}

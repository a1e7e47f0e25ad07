package dev.actionflows.domain.rate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What is counted, in which periods, and how often it may happen in one unless it is said
 * otherwise.
 */
public enum Rate {
    /** Codes sent to one number or address, so that nobody's phone is flooded. */
    CODES_PER_IDENTITY_AND_HOUR(3, Duration.ofHours(1)),
    CODES_PER_IDENTITY_AND_DAY(10, Duration.ofDays(1)),
    /**
     * Codes of a project altogether: each costs it money, and each may be somebody else's number.
     */
    CODES_PER_PROJECT_AND_HOUR(1_000, Duration.ofHours(1)),
    CODES_PER_PROJECT_AND_DAY(5_000, Duration.ofDays(1)),
    /** Sign-ups that one client address begins with codes. A venue's guests may share one. */
    SIGN_UPS_PER_ADDRESS(20, Duration.ofHours(1)),
    /** Codes that one client address types in, right or wrong. */
    CODES_TYPED_PER_ADDRESS(100, Duration.ofHours(1)),
    /** Events that a fan's token is good for. */
    EVENTS_PER_FAN(60, Duration.ofHours(1)),
    /** Requests of pages by one client address: counted before they count for the project. */
    REQUESTS_PER_ADDRESS(200, Duration.ofSeconds(10)),
    /** Requests of all pages of one project together: 200 a second. */
    REQUESTS_PER_PUBLISHABLE_KEY(2_000, Duration.ofSeconds(10)),
    /** Events of all servers of one project together, each of a batch counted: 500 a second. */
    EVENTS_PER_SECRET_KEY(5_000, Duration.ofSeconds(10)),
    /** Fans of one client address who set out to a streaming service. */
    CONNECT_STARTS_PER_ADDRESS(100, Duration.ofMinutes(10)),
    /** Those of them who would come back as somebody new each time. */
    NEW_FANS_PER_ADDRESS(20, Duration.ofHours(1)),
    /** All of one project who set out: 100 a second. */
    CONNECT_STARTS_PER_PROJECT(1_000, Duration.ofSeconds(10));

    private final int limit;
    private final Duration period;

    Rate(int limit, Duration period) {
        this.limit = limit;
        this.period = period;
    }

    /** How often in a period, unless a deployment says otherwise. */
    public int standardLimit() {
        return limit;
    }

    public Duration period() {
        return period;
    }

    /** The name in settings, keys and metrics, such as {@code sign_ups_per_address}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Rate> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}

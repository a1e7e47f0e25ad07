package dev.actionflows.domain.id;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies what a webhook reports: {@code evt_}, the time in milliseconds since 1970 to base 32,
 * and a hash of what happened. Whoever learns of the same event derives the same id, and ids sort
 * by time.
 */
public record WebhookEventId(String value) {
    private static final String PREFIX = "evt_";

    /** Enough until the year 3084. */
    private static final int TIME_LENGTH = 9;

    private static final int RADIX = 32;
    private static final int HASH_BYTES = 10;
    private static final Pattern FORM = Pattern.compile("evt_[0-9a-v]{9}[0-9a-f]{20}");

    public WebhookEventId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an id of the form " + FORM);
        }
    }

    /**
     * @param at in milliseconds precision
     * @param parts together they name one event, and contain no line breaks
     */
    public static WebhookEventId of(Instant at, String... parts) {
        String time = Long.toString(at.toEpochMilli(), RADIX);
        String hash = HexFormat.of().formatHex(Sha256.of(String.join("\n", parts)), 0, HASH_BYTES);
        return new WebhookEventId(PREFIX + "0".repeat(TIME_LENGTH - time.length()) + time + hash);
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<WebhookEventId> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new WebhookEventId(text))
                : Optional.empty();
    }

    /** When it happened. */
    public Instant at() {
        return Instant.ofEpochMilli(
                Long.parseLong(value, PREFIX.length(), PREFIX.length() + TIME_LENGTH, RADIX));
    }

    @Override
    public String toString() {
        return value;
    }
}

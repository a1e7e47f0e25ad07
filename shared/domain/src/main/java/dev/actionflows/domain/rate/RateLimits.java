package dev.actionflows.domain.rate;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rate limits of one deployment.
 *
 * @param changed the limits that override the defaults
 */
public record RateLimits(Map<Rate, Integer> changed) {
    private static final Pattern SETTING = Pattern.compile("(?<name>[a-z_]+)=(?<limit>[0-9]{1,9})");

    public RateLimits {
        changed = Map.copyOf(changed);
    }

    public static RateLimits standard() {
        return new RateLimits(Map.of());
    }

    /**
     * Parses settings such as {@code sign_ups_per_address=200,events_per_fan=600}.
     *
     * @param text empty for the default limits
     * @throws IllegalArgumentException when a setting is invalid; the message names it
     */
    public static RateLimits parse(String text) {
        Map<Rate, Integer> changed = new EnumMap<>(Rate.class);
        for (String setting : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Matcher form = SETTING.matcher(setting.strip());
            if (!form.matches()) {
                throw new IllegalArgumentException("not a rate setting: " + setting);
            }
            Rate rate =
                    Rate.ofWireName(form.group("name"))
                            .orElseThrow(
                                    () -> new IllegalArgumentException("unknown rate: " + setting));
            changed.put(rate, Integer.valueOf(form.group("limit")));
        }
        return new RateLimits(changed);
    }

    /** The limit per period. */
    public int of(Rate rate) {
        return changed.getOrDefault(rate, rate.standardLimit());
    }
}

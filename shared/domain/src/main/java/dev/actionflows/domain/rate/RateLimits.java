package dev.actionflows.domain.rate;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often things may happen in one deployment.
 *
 * @param changed the limits that are not the standard ones
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
     * Reads settings such as {@code sign_ups_per_address=200,events_per_fan=600}.
     *
     * @param text empty: all limits are the standard ones
     * @throws IllegalArgumentException when a setting is not understood; the message names it
     */
    public static RateLimits parse(String text) {
        Map<Rate, Integer> changed = new EnumMap<>(Rate.class);
        for (String setting : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Matcher form = SETTING.matcher(setting.strip());
            if (!form.matches()) {
                throw new IllegalArgumentException("no setting of a rate: " + setting);
            }
            Rate rate =
                    Rate.ofWireName(form.group("name"))
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "no rate of that name: " + setting));
            changed.put(rate, Integer.valueOf(form.group("limit")));
        }
        return new RateLimits(changed);
    }

    /** How often in a period. */
    public int of(Rate rate) {
        return changed.getOrDefault(rate, rate.standardLimit());
    }
}

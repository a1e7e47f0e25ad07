package dev.actionflows.domain.flow;

import dev.actionflows.domain.document.Durations;
import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a fan may enter a flow again.
 *
 * @param cooldown present only with {@link Policy#COOLDOWN}: how long events have no effect after
 *     the one that started a run, counted from when that event first entered, even if its run was
 *     stored by a later delivery
 */
public record ReEntry(Policy policy, Optional<TimeSpan> cooldown) {
    public static final ReEntry EVERY_EVENT = of(Policy.EVERY_EVENT);
    public static final ReEntry ONCE = of(Policy.ONCE);
    public static final ReEntry ONCE_PER_OBJECT = of(Policy.ONCE_PER_OBJECT);

    private static final String COOLDOWN = "cooldown";

    /** The re-entry policies. */
    public enum Policy {
        /** Each event starts a run. */
        EVERY_EVENT,
        /** A fan enters the flow once, ever. */
        ONCE,
        /** A fan enters once for each subject of events, such as a release. */
        ONCE_PER_OBJECT,
        /** A fan may enter again after a period. */
        COOLDOWN;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Policy> ofWireName(String wireName) {
            return Arrays.stream(values())
                    .filter(policy -> policy.wireName().equals(wireName))
                    .findFirst();
        }
    }

    public ReEntry {
        if ((policy == Policy.COOLDOWN) != cooldown.isPresent()) {
            throw new IllegalArgumentException("a cooldown, and no other policy, has a period");
        }
    }

    /** The policy of a flow that does not specify one. */
    public static ReEntry defaultFor(TriggerType trigger) {
        return switch (trigger) {
            case RELEASE_PRESAVED,
                    RELEASE_SAVED,
                    ARTIST_FOLLOWED,
                    RELEASE_ADDED_TO_LIBRARY,
                    TRACK_LISTENED,
                    NEXTSAVE_OPTED_IN,
                    RELEASE_DETECTED,
                    INSTAGRAM_COMMENT,
                    MESSAGE_DELIVERED,
                    LINK_CLICKED ->
                    ONCE_PER_OBJECT;
            case SEGMENT_ENTERED, SMS_OPTED_IN, EMAIL_OPTED_IN -> ONCE;
            case SMS_KEYWORD, INSTAGRAM_DM, CONNECTION_EXPIRING -> EVERY_EVENT;
        };
    }

    private static ReEntry of(Policy policy) {
        return new ReEntry(policy, Optional.empty());
    }

    public static ReEntry cooldown(Duration period) {
        return new ReEntry(Policy.COOLDOWN, Optional.of(TimeSpan.of(period)));
    }

    /**
     * Distinguishes a fan's runs of one flow: events with the same key share one run.
     *
     * @param scope the subject of the event
     */
    public String keyFor(String eventId, String scope) {
        return switch (policy) {
            case EVERY_EVENT, COOLDOWN -> eventId;
            case ONCE -> "once";
            case ONCE_PER_OBJECT -> "once/" + scope;
        };
    }

    /** Writes the policy into a flow document. */
    void addTo(Map<String, Object> document) {
        document.put("reEntry", policy.wireName());
        cooldown.ifPresent(period -> document.put(COOLDOWN, period.text()));
    }

    /**
     * Reads the policy of a flow document.
     *
     * @param otherwise the policy if the document has none
     */
    static ReEntry decode(Fields fields, ReEntry otherwise) {
        Optional<Policy> policy =
                fields.optional(
                        "reEntry",
                        Policy::ofWireName,
                        "every_event, once, once_per_object or cooldown");
        Optional<TimeSpan> period =
                fields.optional(COOLDOWN, Durations::parse, Durations.expected());
        boolean cools = policy.filter(Policy.COOLDOWN::equals).isPresent();
        if (fields.has(COOLDOWN) && !cools) {
            fields.violation(COOLDOWN, "belongs to reEntry cooldown only");
            return otherwise;
        }
        if (cools && period.isEmpty()) {
            if (!fields.has(COOLDOWN)) {
                fields.violation(COOLDOWN, "is required; it must be " + Durations.expected());
            }
            return otherwise;
        }
        return policy.map(it -> new ReEntry(it, period)).orElse(otherwise);
    }
}

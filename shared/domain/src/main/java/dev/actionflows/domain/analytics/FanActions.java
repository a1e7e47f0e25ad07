package dev.actionflows.domain.analytics;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Optional;

/** Which events are actions of fans. */
final class FanActions {
    private FanActions() {}

    /**
     * Whether events of this type are what a fan did, wherever they are recorded. A click is
     * recorded only where a flow listens, so that counting it would count some clicks.
     */
    static boolean isAction(TriggerType type) {
        return switch (type) {
            case RELEASE_PRESAVED,
                    ARTIST_FOLLOWED,
                    RELEASE_ADDED_TO_LIBRARY,
                    TRACK_LISTENED,
                    NEXTSAVE_OPTED_IN,
                    SMS_OPTED_IN,
                    EMAIL_OPTED_IN,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT ->
                    true;
            case RELEASE_SAVED,
                    SEGMENT_ENTERED,
                    MESSAGE_DELIVERED,
                    LINK_CLICKED,
                    RELEASE_DETECTED,
                    CONNECTION_EXPIRING ->
                    false;
        };
    }

    /** The release that an action is about. */
    static Optional<ReleaseId> releaseOf(TriggerType type, String subject) {
        return switch (type) {
            case RELEASE_PRESAVED, RELEASE_ADDED_TO_LIBRARY, TRACK_LISTENED ->
                    ReleaseId.parse(subject);
            case ARTIST_FOLLOWED,
                    RELEASE_SAVED,
                    NEXTSAVE_OPTED_IN,
                    SEGMENT_ENTERED,
                    MESSAGE_DELIVERED,
                    LINK_CLICKED,
                    SMS_OPTED_IN,
                    EMAIL_OPTED_IN,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT,
                    RELEASE_DETECTED,
                    CONNECTION_EXPIRING ->
                    Optional.empty();
        };
    }
}

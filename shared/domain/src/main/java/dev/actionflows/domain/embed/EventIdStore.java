package dev.actionflows.domain.embed;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.Instant;

/** Records which event of a server has which id, so that no two events share one. */
public interface EventIdStore {
    /** The minimum retention of an id: as long as the result of the event. */
    Duration KEPT = Duration.ofDays(90);

    /**
     * Takes the id for an event unless it is taken. Permanent: a caller that fails afterwards
     * cannot know what other attempts of the same event have stored.
     *
     * @param content the content of the event, equal each time it is sent
     */
    Taken take(ProjectId project, EventId event, String content, Instant now);

    /** The owner of an id. */
    enum Taken {
        /** This event, as of now. */
        NOW,
        /** This event, which was sent before. */
        BEFORE,
        /** Another event. */
        BY_ANOTHER
    }
}

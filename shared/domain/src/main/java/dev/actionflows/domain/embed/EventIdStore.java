package dev.actionflows.domain.embed;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.Instant;

/** Which event of a server goes by which id, so that no two events go by one. */
public interface EventIdStore {
    /** How long an id is remembered at least: as long as what came of the event. */
    Duration KEPT = Duration.ofDays(90);

    /**
     * Takes the id for an event, unless it has been taken; for good, since whoever fails afterwards
     * cannot know what other attempts of the same event have stored.
     *
     * @param content what the event says, the same whenever it is sent again
     */
    Taken take(ProjectId project, EventId event, String content, Instant now);

    /** Who has an id. */
    enum Taken {
        /** This event, from now on. */
        NOW,
        /** This event, which was sent before. */
        BEFORE,
        /** Another event. */
        BY_ANOTHER
    }
}

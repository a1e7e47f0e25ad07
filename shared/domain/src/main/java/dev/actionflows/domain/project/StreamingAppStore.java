package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;

/**
 * Stores {@link StreamingAppStates} with the project. A concurrent change of the project neither
 * loses them nor is lost.
 */
public interface StreamingAppStore {
    /** A limit that ends at most this much later than the stored one is not stored. */
    Duration SAME_LIMIT = Duration.ofMinutes(1);

    /** Stores that an app is not called before that time, unless that is stored already. */
    void limited(ProjectId project, StreamingProvider provider, String app, Instant until);

    /** Stores the endpoint that serves an app, unless it is stored already. */
    void learned(
            ProjectId project, StreamingOperation operation, String app, SpotifyEndpoint endpoint);
}

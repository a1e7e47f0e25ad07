package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;

/** Stores nothing: what is only played calls no app. */
final class NoOpStreamingAppStore implements StreamingAppStore {
    @Override
    public void limited(ProjectId project, StreamingProvider provider, String app, Instant until) {}

    @Override
    public void learned(
            ProjectId project,
            StreamingOperation operation,
            String app,
            SpotifyEndpoint endpoint) {}
}

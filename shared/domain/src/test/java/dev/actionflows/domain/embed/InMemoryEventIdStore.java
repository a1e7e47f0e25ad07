package dev.actionflows.domain.embed;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

public final class InMemoryEventIdStore implements EventIdStore {
    private final Map<Of, String> contents = new HashMap<>();

    private record Of(ProjectId project, EventId event) {}

    @Override
    public synchronized Taken take(ProjectId project, EventId event, String content, Instant now) {
        String before = contents.putIfAbsent(new Of(project, event), content);
        if (before == null) {
            return Taken.NOW;
        }
        return before.equals(content) ? Taken.BEFORE : Taken.BY_ANOTHER;
    }

    /** Removes an event; see {@code InMemoryFanDataStore}. */
    public synchronized void remove(ProjectId project, EventId event) {
        contents.remove(new Of(project, event));
    }
}

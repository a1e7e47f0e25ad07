package dev.actionflows.domain.messaging;

import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

public final class InMemoryPrivateReplyStore implements PrivateReplyStore {
    private final Map<String, String> holders = new HashMap<>();

    @Override
    public synchronized boolean claim(
            ProjectId project, String comment, String holder, Instant now) {
        return holders.computeIfAbsent(project + "/" + comment, _ -> holder).equals(holder);
    }
}

package dev.actionflows.domain.detection;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;

import java.util.HashMap;
import java.util.Map;

/** What is known of artists' albums, in memory. Thread-safe. */
public final class InMemoryDiscographyStore implements DiscographyStore {
    private final Map<String, Discography> stored = new HashMap<>();

    @Override
    public synchronized Discography find(ProjectId project, ArtistId artist) {
        return stored.getOrDefault(project + "/" + artist, Discography.empty());
    }

    @Override
    public synchronized boolean store(ProjectId project, ArtistId artist, Discography discography) {
        Discography before = find(project, artist);
        if (before.revision() == discography.revision() - 1) {
            stored.put(project + "/" + artist, discography);
            return true;
        }
        return before.equals(discography);
    }
}

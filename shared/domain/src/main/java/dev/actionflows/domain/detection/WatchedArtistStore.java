package dev.actionflows.domain.detection;

import dev.actionflows.domain.Page;

import java.time.Instant;
import java.util.Optional;

/**
 * Lists the artists of all projects whose future releases fans want. They get into the list by
 * {@link dev.actionflows.domain.project.PreSaveStore#registerNextSave}.
 */
public interface WatchedArtistStore {
    /**
     * @param cursor the end of the previous page
     */
    Page<WatchedArtist> list(Optional<String> cursor, int limit);

    /**
     * Stores when new releases of a listed artist were looked for.
     *
     * @param isRead whether all lists at the services were read
     */
    void checked(WatchedArtist artist, Instant at, boolean isRead);
}

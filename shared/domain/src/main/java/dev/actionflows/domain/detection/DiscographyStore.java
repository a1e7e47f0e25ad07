package dev.actionflows.domain.detection;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;

/** Stores what is known of artists' albums. Reads are strongly consistent. */
public interface DiscographyStore {
    /** Empty if nothing is stored. */
    Discography find(ProjectId project, ArtistId artist);

    /**
     * Stores it if what is stored has the preceding revision. Storing an equal one again is
     * successful.
     *
     * @return whether it is stored now
     */
    boolean store(ProjectId project, ArtistId artist, Discography discography);
}

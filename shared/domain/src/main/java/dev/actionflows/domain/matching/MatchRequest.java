package dev.actionflows.domain.matching;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

/**
 * Requests to search the missing ids of a release or artist. It is obsolete once the record has
 * another revision.
 */
public sealed interface MatchRequest {
    ProjectId project();

    /** The revision of the record's ids, as of which they are to be searched. */
    long revision();

    record OfRelease(ProjectId project, ReleaseId release, long revision) implements MatchRequest {}

    record OfArtist(ProjectId project, ArtistId artist, long revision) implements MatchRequest {}
}

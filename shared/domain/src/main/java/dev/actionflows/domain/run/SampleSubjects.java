package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.streaming.ProviderIds;

/**
 * The subjects of a simulated project's steps.
 *
 * @param artist the artist at the streaming services
 * @param item to add to libraries
 */
public record SampleSubjects(
        ReleaseId release,
        ArtistId artistId,
        ProviderIds artist,
        LibraryItem item,
        SegmentId segment) {
    /** Subjects with the release as the item to add to libraries. */
    public SampleSubjects(
            ReleaseId release, ArtistId artistId, ProviderIds artist, SegmentId segment) {
        this(release, artistId, artist, new LibraryItem.Album(release), segment);
    }
}

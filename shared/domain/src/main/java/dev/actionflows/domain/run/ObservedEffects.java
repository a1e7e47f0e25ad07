package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;

/** The effects of one step on its fan, as a simulator observes them. */
public interface ObservedEffects {
    boolean isMember(SegmentId segment);

    boolean isPreSaved(ReleaseId release);

    /** Whether the fan's library has an album. */
    boolean hasSavedAlbum();

    boolean followsArtist();

    /** Whether the provider accepted this step's message. */
    boolean messageTaken();

    /** Whether a final delivery report of this step's message was accepted. */
    boolean deliveryReported();
}

package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;

/** What a simulator observes of the effects of one step for its fan. */
public interface ObservedEffects {
    boolean isMember(SegmentId segment);

    boolean isPreSaved(ReleaseId release);

    /** Whether an album is in the fan's library. */
    boolean hasSavedAlbum();

    boolean followsArtist();

    /** Whether the provider took this step's message. */
    boolean messageTaken();

    /** Whether a final delivery report of this step's message was accepted. */
    boolean deliveryReported();
}

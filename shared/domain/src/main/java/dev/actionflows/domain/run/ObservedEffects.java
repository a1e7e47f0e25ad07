package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.streaming.StreamingOperation;

/** The effects of one step on its fan, as a simulator observes them. */
public interface ObservedEffects {
    boolean isMember(SegmentId segment);

    boolean isPreSaved(ReleaseId release);

    /** Whether the fan has opted in to all future releases of the artist. */
    boolean isNextSaved(ArtistId artist);

    /** Whether the service has done this in the fan's account, for any object. */
    boolean hasDone(StreamingOperation operation);

    /** Whether the provider accepted this step's message. */
    boolean messageTaken();

    /** Whether a final delivery report of this step's message was accepted. */
    boolean deliveryReported();
}

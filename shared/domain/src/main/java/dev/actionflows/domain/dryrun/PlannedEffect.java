package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

/** Something that a step would have done. */
public sealed interface PlannedEffect {
    /**
     * A text would have been handed over.
     *
     * @param body as the fan would read it
     * @param credits how many parts it has, each of which counts
     */
    record Text(String body, int credits) implements PlannedEffect {}

    /**
     * Something would have been done in the fan's library.
     *
     * @param id the service's own id of the release or artist
     */
    record Streaming(StreamingProvider provider, StreamingOperation operation, String id)
            implements PlannedEffect {}

    /** The wish for a release would have been stored for release day. */
    record PreSave(ReleaseId release) implements PlannedEffect {}

    /** The fan would have become a member. */
    record Membership(SegmentId segment) implements PlannedEffect {}
}

package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;

import java.time.Instant;
import java.util.Optional;

/** Members of segments. */
public interface SegmentMemberStore {
    /**
     * Adds the fan to the segment. Idempotent: the first time is kept.
     *
     * @return false if the fan was a member under this id already
     */
    boolean addMember(ProjectId project, SegmentId segment, FanId fan, Instant at);

    /** Removes the fan's membership under this exact id. Idempotent. */
    void removeMember(ProjectId project, SegmentId segment, FanId fan);

    /** Whether a fan is a member under this exact id. */
    boolean isMember(ProjectId project, SegmentId segment, FanId fan);

    /** Since when a fan is a member under this exact id; empty if the fan is none. */
    Optional<Instant> memberSince(ProjectId project, SegmentId segment, FanId fan);

    /**
     * @param cursor the end of the previous page
     */
    Page<Member> members(ProjectId project, SegmentId segment, Optional<String> cursor, int limit);

    /**
     * Counts entries without returning them.
     *
     * @param cursor the end of the previous count
     * @param limit the maximum number of entries to read
     */
    Count count(ProjectId project, SegmentId segment, Optional<String> cursor, int limit);

    /**
     * A part of a count.
     *
     * @param entries the number of ids that are members; a merged fan may be a member under several
     * @param next where the next part begins; empty if this was the last
     */
    record Count(long entries, Optional<String> next) {}
}

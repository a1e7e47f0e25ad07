package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;

import java.time.Instant;
import java.util.Optional;

/** Members of segments. */
public interface SegmentMemberStore {
    /** Adds the fan to the segment. Idempotent: the first time is kept. */
    void addMember(ProjectId project, SegmentId segment, FanId fan, Instant at);

    /** Whether a fan is a member under this exact id. */
    boolean isMember(ProjectId project, SegmentId segment, FanId fan);

    /**
     * @param cursor the end of the previous page
     */
    Page<Member> members(ProjectId project, SegmentId segment, Optional<String> cursor, int limit);
}

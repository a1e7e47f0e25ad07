package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;

import java.time.Instant;
import java.util.Optional;

/** Which fans are in a segment. */
public interface SegmentMemberStore {
    /** Makes the fan a member. Repeating it changes nothing: the first time is kept. */
    void addMember(ProjectId project, SegmentId segment, FanId fan, Instant at);

    /** Whether somebody is a member under this very id. */
    boolean isMember(ProjectId project, SegmentId segment, FanId fan);

    /**
     * @param cursor where the previous page ended
     */
    Page<Member> members(ProjectId project, SegmentId segment, Optional<String> cursor, int limit);
}

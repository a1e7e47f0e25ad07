package dev.actionflows.aws;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.SegmentMemberStore;

import java.time.Instant;
import java.util.Optional;

/** Who is in a segment, as items of the table. */
public final class DynamoDbSegmentMemberStore implements SegmentMemberStore {
    private final Table table;
    private final MemberLists lists;

    public DynamoDbSegmentMemberStore(Table table) {
        this.table = table;
        this.lists = new MemberLists(table);
    }

    @Override
    public boolean addMember(ProjectId project, SegmentId segment, FanId fan, Instant at) {
        return lists.add(FanListKeys.member(project, segment, fan), at);
    }

    @Override
    public void removeMember(ProjectId project, SegmentId segment, FanId fan) {
        table.delete(FanListKeys.member(project, segment, fan));
    }

    @Override
    public boolean isMember(ProjectId project, SegmentId segment, FanId fan) {
        return table.find(FanListKeys.member(project, segment, fan)).isPresent();
    }

    @Override
    public Optional<Instant> memberSince(ProjectId project, SegmentId segment, FanId fan) {
        return table.find(FanListKeys.member(project, segment, fan))
                .map(item -> item.time(MemberLists.SINCE));
    }

    @Override
    public Page<Member> members(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        return lists.page(
                shard -> FanListKeys.memberPartition(project, segment, shard), cursor, limit);
    }

    @Override
    public Count count(ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        return lists.count(
                shard -> FanListKeys.memberPartition(project, segment, shard), cursor, limit);
    }
}

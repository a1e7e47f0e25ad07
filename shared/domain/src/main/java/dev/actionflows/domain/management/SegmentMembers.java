package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.SegmentMemberStore;

import java.util.Map;
import java.util.Optional;

/** Lists the members of a segment: each fan once, with their current id. */
public final class SegmentMembers {
    private final SegmentMemberStore members;
    private final FanLookup fans;

    public SegmentMembers(SegmentMemberStore members, FanLookup fans) {
        this.members = members;
        this.fans = fans;
    }

    /**
     * A page may have fewer than {@code limit} members, or none, without being the last: a fan who
     * is a member under several ids is listed once.
     *
     * @param cursor the end of the previous page
     * @param limit at most 100
     */
    public Page<Member> list(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        Page<Member> page = members.members(project, segment, cursor, limit);
        Map<FanId, Fan> found =
                fans.findAll(project, page.items().stream().map(Member::fan).toList());
        return new Page<>(
                page.items().stream()
                        .flatMap(member -> current(project, segment, member, found).stream())
                        .toList(),
                page.next());
    }

    /**
     * A merged fan is listed by the first of their ids that is a member.
     *
     * @return empty if this id is another one
     */
    private Optional<Member> current(
            ProjectId project, SegmentId segment, Member member, Map<FanId, Fan> found) {
        Fan fan = found.get(member.fan());
        if (fan == null || fan.id().equals(member.fan())) {
            return Optional.of(member);
        }
        boolean first =
                fan.ids().stream()
                        .takeWhile(id -> !id.equals(member.fan()))
                        .noneMatch(id -> members.isMember(project, segment, id));
        return first ? Optional.of(new Member(fan.id(), member.since())) : Optional.empty();
    }
}

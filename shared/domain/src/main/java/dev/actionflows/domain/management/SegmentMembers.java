package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.SegmentMemberStore;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The members of a segment, whatever ids their records had before a merge. */
public final class SegmentMembers {
    /** Entries of a count's part: about eight megabytes of reads, each a query of a second. */
    static final int MAX_COUNTED = 50_000;

    private final SegmentMemberStore members;
    private final FanLookup fans;

    public SegmentMembers(SegmentMemberStore members, FanLookup fans) {
        this.members = members;
        this.fans = fans;
    }

    /**
     * Adds a fan who is no member under any id. Idempotent.
     *
     * @return false if the fan was a member already
     */
    public boolean add(ProjectId project, SegmentId segment, Fan fan, Instant at) {
        return fan.former().stream().noneMatch(id -> members.isMember(project, segment, id))
                && members.addMember(project, segment, fan.id(), at);
    }

    /**
     * Removes the fan under every id. Idempotent; a step {@code add_to_segment} that has not
     * finished may add the fan again.
     *
     * @param id any id of the fan
     * @throws ProblemException NOT_FOUND if the project has no such fan
     */
    public void remove(ProjectId project, SegmentId segment, FanId id) {
        Fan fan = existing(project, id);
        Fan before;
        do {
            fan.ids().forEach(it -> members.removeMember(project, segment, it));
            before = fan;
            // meanwhile merged with a record that is a member
            fan = existing(project, id);
        } while (!before.ids().containsAll(fan.ids()));
    }

    private Fan existing(ProjectId project, FanId id) {
        return fans.find(project, id)
                .orElseThrow(() -> ProblemException.notFound("no such fan: " + id));
    }

    /** Counts ids that are members, see {@link SegmentMemberStore#count}. */
    public SegmentMemberStore.Count count(
            ProjectId project, SegmentId segment, Optional<String> cursor) {
        return members.count(project, segment, cursor, MAX_COUNTED);
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

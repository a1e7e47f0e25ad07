package dev.actionflows.domain.segment;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.SegmentMemberStore;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a segment, whatever ids their records had before a merge. */
public final class SegmentMembers {
    /** Entries of a count's part: about eight megabytes of reads, each a query of a second. */
    static final int MAX_COUNTED = 50_000;

    /** See {@link FanLookup#findAll}. */
    private static final int MAX_FOUND = 100;

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
     * @param limit the maximum number of members
     */
    public Page<Member> list(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        Page<Listed> page = listed(project, segment, cursor, limit);
        return new Page<>(page.items().stream().map(Listed::member).toList(), page.next());
    }

    /**
     * A member and what is known about the fan.
     *
     * @param member with the fan's current id
     */
    record Listed(Member member, Optional<Fan> fan) {}

    /** As {@link #list}, with the fans. */
    Page<Listed> listed(ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        Page<Member> page = members.members(project, segment, cursor, limit);
        List<Member> entries = page.items();
        List<Listed> listed = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += MAX_FOUND) {
            List<Member> part = entries.subList(from, Math.min(entries.size(), from + MAX_FOUND));
            Map<FanId, Fan> found = fans.findAll(project, part.stream().map(Member::fan).toList());
            part.forEach(
                    member ->
                            current(project, segment, member, found.get(member.fan()))
                                    .ifPresent(listed::add));
        }
        return new Page<>(listed, page.next());
    }

    /**
     * A merged fan is listed by the first of their ids that is a member.
     *
     * @return empty if this id is another one
     */
    private Optional<Listed> current(
            ProjectId project, SegmentId segment, Member member, @Nullable Fan fan) {
        if (fan == null || fan.id().equals(member.fan())) {
            return Optional.of(new Listed(member, Optional.ofNullable(fan)));
        }
        boolean first =
                fan.ids().stream()
                        .takeWhile(id -> !id.equals(member.fan()))
                        .noneMatch(id -> members.isMember(project, segment, id));
        return first
                ? Optional.of(new Listed(new Member(fan.id(), member.since()), Optional.of(fan)))
                : Optional.empty();
    }
}

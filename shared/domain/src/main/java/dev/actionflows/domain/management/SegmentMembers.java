package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who is in a segment: people, each once, by the ids that they have now. */
public final class SegmentMembers {
    private final Catalog catalog;
    private final FanStore fans;

    public SegmentMembers(Catalog catalog, FanStore fans) {
        this.catalog = catalog;
        this.fans = fans;
    }

    /**
     * A page may have fewer than {@code limit} members, or none, and yet not be the last: somebody
     * who is a member under several ids is left out but once.
     *
     * @param cursor where the previous page ended
     * @param limit at most 100
     */
    public Page<Catalog.Member> list(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        Page<Catalog.Member> page = catalog.members(project, segment, cursor, limit);
        Map<FanId, Fan> records =
                fans
                        .findAll(project, page.items().stream().map(Catalog.Member::fan).toList())
                        .stream()
                        .collect(Collectors.toMap(Fan::id, Function.identity()));
        List<Catalog.Member> people = new ArrayList<>();
        for (Catalog.Member member : page.items()) {
            Optional<FanId> mergedInto =
                    Optional.ofNullable(records.get(member.fan())).flatMap(Fan::mergedInto);
            if (mergedInto.isEmpty()) {
                people.add(member);
            } else {
                underAnotherId(project, segment, member).ifPresent(people::add);
            }
        }
        return new Page<>(people, page.next());
    }

    /**
     * Whoever was merged is listed by the first of their ids that is a member, and by no other.
     *
     * @return empty when this id is not that one
     */
    private Optional<Catalog.Member> underAnotherId(
            ProjectId project, SegmentId segment, Catalog.Member member) {
        Fan person = FanResolver.find(fans, project, member.fan()).orElseThrow();
        boolean first =
                person.ids().stream()
                        .takeWhile(id -> !id.equals(member.fan()))
                        .noneMatch(id -> catalog.isMember(project, segment, id));
        return first
                ? Optional.of(new Catalog.Member(person.id(), member.since()))
                : Optional.empty();
    }
}

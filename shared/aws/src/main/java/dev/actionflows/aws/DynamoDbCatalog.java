package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Releases, segments and who is in them, as items of the table. */
public final class DynamoDbCatalog implements Catalog {
    private static final String SINCE = "since";

    /** In which members are listed: by shard, and within it by id. */
    private static final Comparator<FanId> ORDER =
            Comparator.<FanId>comparingInt(Key::shardOf).thenComparing(FanId::value);

    private final Table table;

    public DynamoDbCatalog(Table table) {
        this.table = table;
    }

    @Override
    public void create(ProjectId project, Release release) {
        table.putNew(ReleaseItem.encode(project, release));
    }

    @Override
    public Optional<Release> findRelease(ProjectId project, ReleaseId id) {
        return table.find(Key.release(project, id)).map(ReleaseItem::decode);
    }

    @Override
    public void create(ProjectId project, Artist artist) {
        table.putNew(
                Item.at(Key.artist(project, artist.id()))
                        .put("id", artist.id().value())
                        .put("name", artist.name())
                        .put("providerIds", ProviderIdsMap.encode(artist.providerIds()))
                        .put("createdAt", artist.createdAt()));
    }

    @Override
    public Optional<Artist> findArtist(ProjectId project, ArtistId id) {
        return table.find(Key.artist(project, id))
                .map(
                        item ->
                                new Artist(
                                        new ArtistId(item.text("id")),
                                        item.text("name"),
                                        ProviderIdsMap.decode(item.map("providerIds")),
                                        item.time("createdAt")));
    }

    @Override
    public void create(ProjectId project, Segment segment) {
        table.putNew(
                Item.at(Key.segment(project, segment.id()))
                        .put("id", segment.id().value())
                        .put("name", segment.name())
                        .put("createdAt", segment.createdAt()));
    }

    @Override
    public Optional<Segment> findSegment(ProjectId project, SegmentId id) {
        return table.find(Key.segment(project, id))
                .map(
                        item ->
                                new Segment(
                                        new SegmentId(item.text("id")),
                                        item.text("name"),
                                        item.time("createdAt")));
    }

    @Override
    public void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at) {
        table.putIfAbsent(Item.at(Key.preSave(project, release, fan)).put(SINCE, at));
    }

    @Override
    public void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at) {
        table.putIfAbsent(Item.at(Key.nextSave(project, artist, fan)).put(SINCE, at));
    }

    @Override
    public void addMember(ProjectId project, SegmentId segment, FanId fan, Instant at) {
        table.putIfAbsent(Item.at(Key.member(project, segment, fan)).put(SINCE, at));
    }

    @Override
    public boolean isMember(ProjectId project, SegmentId segment, FanId fan) {
        return table.find(Key.member(project, segment, fan)).isPresent();
    }

    @Override
    public Page<Member> members(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        return page(shard -> Key.memberPartition(project, segment, shard), cursor, limit);
    }

    @Override
    public Page<Member> nextSaves(
            ProjectId project, ArtistId artist, Optional<String> cursor, int limit) {
        return page(shard -> Key.nextSavePartition(project, artist, shard), cursor, limit);
    }

    @Override
    public Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit) {
        FanId last = Cursor.decode(next, FanId::parse);
        return cut(
                members(
                                shard -> Key.nextSavePartition(project, artist, shard),
                                Optional.of(cursor),
                                limit + 1)
                        .stream()
                        .takeWhile(member -> ORDER.compare(member.fan(), last) <= 0)
                        .toList(),
                limit);
    }

    private Page<Member> page(IntFunction<String> partitions, Optional<String> cursor, int limit) {
        return cut(members(partitions, cursor, limit + 1), limit);
    }

    private static Page<Member> cut(List<Member> found, int limit) {
        return Pages.of(found, limit, member -> member.fan().value());
    }

    /** In their {@link #ORDER}; the last fan's id tells its shard. */
    private List<Member> members(
            IntFunction<String> partitions, Optional<String> cursor, int limit) {
        Optional<FanId> after = Cursor.decode(cursor, FanId::parse);
        List<Member> found = new ArrayList<>();
        for (int shard = after.map(Key::shardOf).orElse(0);
                shard < Key.SHARDS && found.size() < limit;
                shard++) {
            String partition = partitions.apply(shard);
            Optional<String> afterSk = after.map(fan -> Key.FAN_PREFIX + fan);
            table.list(partition, Key.FAN_PREFIX, afterSk, limit - found.size())
                    .forEach(item -> found.add(member(item)));
            after = Optional.empty();
        }
        return found;
    }

    private static Member member(Item item) {
        String fan = item.key().sk().substring(Key.FAN_PREFIX.length());
        return new Member(new FanId(fan), item.time(SINCE));
    }
}

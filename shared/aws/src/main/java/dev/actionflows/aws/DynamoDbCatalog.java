package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;

import java.util.List;
import java.util.Optional;

/** Releases, artists and segments as items of the table. */
public final class DynamoDbCatalog implements Catalog, CatalogWriter {
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
        return table.find(Key.artist(project, id)).map(DynamoDbCatalog::decodeArtist);
    }

    static Artist decodeArtist(Item item) {
        return new Artist(
                new ArtistId(item.text("id")),
                item.text("name"),
                ProviderIdsMap.decode(item.map("providerIds")),
                item.time("createdAt"));
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
        return table.find(Key.segment(project, id)).map(DynamoDbCatalog::decodeSegment);
    }

    @Override
    public Page<Segment> segments(ProjectId project, Optional<String> cursor, int limit) {
        Optional<SegmentId> after = Cursor.decode(cursor, SegmentId::parse);
        List<Segment> found =
                table
                        .list(
                                Key.projectPartition(project),
                                Key.SEGMENT_PREFIX,
                                after.map(it -> Key.SEGMENT_PREFIX + it),
                                limit + 1)
                        .stream()
                        .map(DynamoDbCatalog::decodeSegment)
                        .toList();
        return Pages.of(found, limit, segment -> segment.id().value());
    }

    private static Segment decodeSegment(Item item) {
        return new Segment(
                new SegmentId(item.text("id")), item.text("name"), item.time("createdAt"));
    }
}

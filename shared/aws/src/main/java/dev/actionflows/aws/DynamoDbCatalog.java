package dev.actionflows.aws;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;

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
        return table.find(Key.segment(project, id))
                .map(
                        item ->
                                new Segment(
                                        new SegmentId(item.text("id")),
                                        item.text("name"),
                                        item.time("createdAt")));
    }
}

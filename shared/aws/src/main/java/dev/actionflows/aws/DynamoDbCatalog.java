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
import dev.actionflows.domain.run.FactReader;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Releases, artists and segments as items of the table. */
public final class DynamoDbCatalog implements Catalog, CatalogWriter {
    private static final int MAX_KEPT = 200;

    private final Table table;
    private final InstantSource clock;
    private final BoundedCache<ProjectId, List<Artist>> artists;

    public DynamoDbCatalog(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
        this.artists = new BoundedCache<>(MAX_KEPT, FactReader.PROJECT_KEPT_FOR, clock);
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
    public Page<Release> releases(ProjectId project, Optional<String> cursor, int limit) {
        Optional<ReleaseId> after = Cursor.decode(cursor, ReleaseId::parse);
        return Pages.of(
                page(project, Key.RELEASE_PREFIX, after.map(ReleaseId::value), limit)
                        .map(ReleaseItem::decode)
                        .toList(),
                limit,
                release -> release.id().value());
    }

    @Override
    public void create(ProjectId project, Artist artist) {
        table.putNew(encode(project, artist));
    }

    private static Item encode(ProjectId project, Artist artist) {
        return ServiceIdsMap.encode(
                artist.serviceIds(),
                Item.at(Key.artist(project, artist.id()))
                        .put("id", artist.id().value())
                        .put("name", artist.name())
                        .put("createdAt", artist.createdAt()));
    }

    @Override
    public boolean replace(ProjectId project, Release changed, long revision) {
        return replace(ReleaseItem.encode(project, changed), revision);
    }

    @Override
    public boolean replace(ProjectId project, Artist changed, long revision) {
        return replace(encode(project, changed), revision);
    }

    /**
     * An equal existing item is this same write: its response was lost and the SDK sent it again.
     */
    private boolean replace(Item changed, long revision) {
        // what was stored before ids were searched has no revision
        String sameRevision =
                revision == 0
                        ? "attribute_exists(pk) AND attribute_not_exists(#revision)"
                        : "#revision = :revision";
        return table.putIf(
                        sameRevision,
                        Map.of("#revision", ServiceIdsMap.REVISION),
                        revision == 0
                                ? Map.of()
                                : Map.of(
                                        ":revision", AttributeValue.fromN(Long.toString(revision))),
                        changed)
                .map(Item::attributes)
                .map(changed.attributes()::equals)
                .orElse(true);
    }

    @Override
    public Optional<Artist> findArtist(ProjectId project, ArtistId id) {
        return table.find(Key.artist(project, id)).map(DynamoDbCatalog::decodeArtist);
    }

    /** Every follow of a project's fans reads the same items of one partition. */
    @Override
    public List<Artist> artists(ProjectId project) {
        return artists.find(project).orElseGet(() -> readArtists(project));
    }

    @Override
    public Page<Artist> artists(ProjectId project, Optional<String> cursor, int limit) {
        Optional<ArtistId> after = Cursor.decode(cursor, ArtistId::parse);
        return Pages.of(
                page(project, Key.ARTIST_PREFIX, after.map(ArtistId::value), limit)
                        .map(DynamoDbCatalog::decodeArtist)
                        .toList(),
                limit,
                artist -> artist.id().value());
    }

    /** One item more than the limit, which shows that there is another page. */
    private Stream<Item> page(ProjectId project, String prefix, Optional<String> after, int limit) {
        return table
                .list(
                        Key.projectPartition(project),
                        prefix,
                        after.map(id -> prefix + id),
                        limit + 1)
                .stream();
    }

    private List<Artist> readArtists(ProjectId project) {
        Instant askedAt = clock.instant();
        List<Artist> stored =
                table
                        .list(
                                Key.projectPartition(project),
                                Key.ARTIST_PREFIX,
                                Optional.empty(),
                                Integer.MAX_VALUE)
                        .stream()
                        .map(DynamoDbCatalog::decodeArtist)
                        .toList();
        artists.put(project, stored, askedAt);
        return stored;
    }

    static Artist decodeArtist(Item item) {
        return new Artist(
                new ArtistId(item.text("id")),
                item.text("name"),
                ServiceIdsMap.decode(item),
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
        return Pages.of(
                page(project, Key.SEGMENT_PREFIX, after.map(SegmentId::value), limit)
                        .map(DynamoDbCatalog::decodeSegment)
                        .toList(),
                limit,
                segment -> segment.id().value());
    }

    private static Segment decodeSegment(Item item) {
        return new Segment(
                new SegmentId(item.text("id")), item.text("name"), item.time("createdAt"));
    }
}

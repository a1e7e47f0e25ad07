package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.detection.WatchedArtist;
import dev.actionflows.domain.detection.WatchedArtistStore;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lists watched artists as items of one partition. */
public final class DynamoDbWatchedArtistStore implements WatchedArtistStore {
    private static final Pattern PLACE = Pattern.compile("prj_[0-9a-z]{16}#art_[0-9a-z]{16}");

    private static final String PROJECT = "projectId";
    private static final String ARTIST = "artistId";
    private static final String SINCE = "since";
    private static final String CHECKED_AT = "checkedAt";
    private static final String READ_AT = "readAt";

    private final Table table;

    public DynamoDbWatchedArtistStore(Table table) {
        this.table = table;
    }

    /** Adds an artist to the list; the first time is kept. */
    static void add(Table table, ProjectId project, ArtistId artist, Instant since) {
        table.putIfAbsent(
                Item.at(WatchKeys.watched(project, artist))
                        .put(PROJECT, project.value())
                        .put(ARTIST, artist.value())
                        .put(SINCE, since));
    }

    @Override
    public Page<WatchedArtist> list(Optional<String> cursor, int limit) {
        Optional<String> after =
                Cursor.decode(cursor, text -> Optional.of(text).filter(PLACE.asMatchPredicate()));
        List<WatchedArtist> found =
                table
                        .list(
                                WatchKeys.WATCHED_PARTITION,
                                Key.PROJECT_PREFIX,
                                after.map(Key.PROJECT_PREFIX::concat),
                                limit + 1)
                        .stream()
                        .map(DynamoDbWatchedArtistStore::decode)
                        .toList();
        return Pages.of(found, limit, it -> it.project() + "#" + it.artist());
    }

    private static WatchedArtist decode(Item item) {
        return new WatchedArtist(
                new ProjectId(item.text(PROJECT)),
                new ArtistId(item.text(ARTIST)),
                item.time(SINCE),
                item.optionalTime(CHECKED_AT),
                item.optionalTime(READ_AT));
    }

    @Override
    public void checked(WatchedArtist artist, Instant at, boolean isRead) {
        Map<String, String> names = new HashMap<>(Map.of("#checkedAt", CHECKED_AT));
        if (isRead) {
            names.put("#readAt", READ_AT);
        }
        table.update(
                WatchKeys.watched(artist.project(), artist.artist()),
                UpdateItemRequest.builder()
                        .updateExpression(
                                "SET #checkedAt = :at" + (isRead ? ", #readAt = :at" : ""))
                        .conditionExpression("attribute_exists(pk)")
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(
                                Map.of(
                                        ":at",
                                        AttributeValue.fromN(Long.toString(at.toEpochMilli())))));
    }
}

package dev.actionflows.aws;

import dev.actionflows.domain.detection.Discography;
import dev.actionflows.domain.detection.DiscographyStore;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.Map;
import java.util.Optional;

/** Stores what is known of an artist's albums as one item. */
public final class DynamoDbDiscographyStore implements DiscographyStore {
    private final Table table;

    public DynamoDbDiscographyStore(Table table) {
        this.table = table;
    }

    @Override
    public Discography find(ProjectId project, ArtistId artist) {
        return table.find(WatchKeys.albums(project, artist))
                .map(DiscographyItem::decode)
                .orElseGet(Discography::empty);
    }

    @Override
    public boolean store(ProjectId project, ArtistId artist, Discography discography) {
        Item item = DiscographyItem.encode(WatchKeys.albums(project, artist), discography);
        long expected = discography.revision() - 1;
        Optional<Item> before =
                expected == 0
                        ? table.putIfAbsent(item)
                        : table.putIf(
                                DiscographyItem.REVISION + " = :revision",
                                Map.of(":revision", AttributeValue.fromN(Long.toString(expected))),
                                item);
        // an equal item is our own write: the response was lost and the SDK sent it again
        return before.isEmpty() || before.get().attributes().equals(item.attributes());
    }
}

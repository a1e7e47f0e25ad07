package dev.actionflows.lambda;

import dev.actionflows.aws.DynamoDbDiscographyStore;
import dev.actionflows.aws.DynamoDbExpiringConnectionStore;
import dev.actionflows.aws.DynamoDbWatchedArtistStore;
import dev.actionflows.aws.Table;
import dev.actionflows.domain.detection.DiscographyStore;
import dev.actionflows.domain.detection.WatchedArtistStore;
import dev.actionflows.domain.fan.ExpiringConnectionStore;

/** What the search for new releases and for expiring connections stores in the table. */
abstract class DetectionStores extends TablePorts {
    private final Table table;

    DetectionStores(Table table) {
        super(table);
        this.table = table;
    }

    @Override
    public WatchedArtistStore watchedArtists() {
        return new DynamoDbWatchedArtistStore(table);
    }

    @Override
    public DiscographyStore discographies() {
        return new DynamoDbDiscographyStore(table);
    }

    @Override
    public ExpiringConnectionStore expiringConnections() {
        return new DynamoDbExpiringConnectionStore(table);
    }
}

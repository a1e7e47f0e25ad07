package dev.actionflows.aws;

import dev.actionflows.domain.detection.WatchedArtistStoreContract;

import java.time.InstantSource;

class DynamoDbWatchedArtistStoreIT extends WatchedArtistStoreContract {
    DynamoDbWatchedArtistStoreIT() {
        super(
                new DynamoDbPreSaveStore(LocalDynamoDb.table(), InstantSource.system()),
                new DynamoDbWatchedArtistStore(LocalDynamoDb.table()));
    }
}

package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.detection.WatchedArtistStoreContract;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;

class DynamoDbWatchedArtistStoreIT extends WatchedArtistStoreContract {
    DynamoDbWatchedArtistStoreIT() {
        super(
                new DynamoDbPreSaveStore(LocalDynamoDb.table(), InstantSource.system()),
                new DynamoDbWatchedArtistStore(LocalDynamoDb.table()));
    }

    /** The item of an artist with many fans is written once by each process. */
    @Test
    void the_fans_of_one_artist_do_not_write_to_one_item() {
        Table table = LocalDynamoDb.table();
        DynamoDbPreSaveStore store = new DynamoDbPreSaveStore(table, InstantSource.system());
        ProjectId project = Samples.projectId();
        ArtistId artist = Samples.artist().id();
        store.registerNextSave(project, artist, Samples.fanId(), Samples.NOW);
        Key key = WatchKeys.watched(project, artist);
        // a second write would store it again
        table.delete(key);

        store.registerNextSave(project, artist, Samples.fanId(), Samples.NOW);

        assertThat(table.find(key)).isEmpty();
    }
}

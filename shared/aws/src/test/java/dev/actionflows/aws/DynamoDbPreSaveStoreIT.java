package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.detection.WatchedArtist;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.domain.testing.VirtualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class DynamoDbPreSaveStoreIT {
    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-02T12:00:00Z"));
    private final CallCounter counter = new CallCounter();
    private final DynamoDbPreSaveStore store =
            new DynamoDbPreSaveStore(LocalDynamoDb.table(counter), clock);
    private final IdSource ids = new SeededIds(System.nanoTime());
    private final ProjectId project = ProjectId.from(ids);
    private final ArtistId artist = ArtistId.from(ids);

    private void optIn() {
        store.registerNextSave(project, artist, FanId.from(ids), clock.instant());
    }

    @Test
    void a_process_writes_the_entry_of_a_watched_artist_once_an_hour() {
        optIn();
        assertThat(counter.takeOperations()).as("the artist and the fan").hasSize(2);

        optIn();
        clock.advance(Duration.ofMinutes(59));
        optIn();
        assertThat(counter.takeOperations()).as("two fans").hasSize(2);

        clock.advance(Duration.ofMinutes(1));
        optIn();
        assertThat(counter.takeOperations()).as("the artist and the fan").hasSize(2);
    }

    @Test
    void an_artist_is_watched_since_the_first_opt_in() {
        Instant first = clock.instant();
        optIn();
        clock.advance(Duration.ofDays(1));
        optIn();

        assertThat(
                        new DynamoDbWatchedArtistStore(LocalDynamoDb.table())
                                .list(Optional.empty(), 10_000)
                                .items())
                .filteredOn(it -> it.artist().equals(artist))
                .containsExactly(
                        new WatchedArtist(
                                project, artist, first, Optional.empty(), Optional.empty()));
    }
}

package dev.actionflows.aws;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.PreSaveStore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Fans who want releases saved on release day, as items of the table. */
public final class DynamoDbPreSaveStore implements PreSaveStore {
    private static final int MAX_KEPT = 1_000;

    /** An artist is put into the list of watched artists again, in case it was lost. */
    private static final Duration KEPT_FOR = Duration.ofHours(1);

    private final Table table;
    private final MemberLists lists;
    private final BoundedCache<Key, Boolean> watched;

    public DynamoDbPreSaveStore(Table table, InstantSource clock) {
        this.table = table;
        this.lists = new MemberLists(table);
        this.watched = new BoundedCache<>(MAX_KEPT, KEPT_FOR, clock);
    }

    @Override
    public void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at) {
        lists.add(FanListKeys.preSave(project, release, fan), at);
    }

    @Override
    public void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at) {
        // before the fan, whose releases nobody would look for otherwise
        watch(project, artist, at);
        lists.add(FanListKeys.nextSave(project, artist, fan), at);
    }

    /** Many fans of an artist may come at once, so that a process writes this item once. */
    private void watch(ProjectId project, ArtistId artist, Instant at) {
        Key key = WatchKeys.watched(project, artist);
        if (watched.find(key).isEmpty()) {
            DynamoDbWatchedArtistStore.add(table, project, artist, at);
            watched.put(key, true);
        }
    }

    @Override
    public Page<Member> nextSaves(
            ProjectId project, ArtistId artist, Optional<String> cursor, int limit) {
        return lists.page(
                shard -> FanListKeys.nextSavePartition(project, artist, shard), cursor, limit);
    }

    @Override
    public Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit) {
        return lists.between(
                shard -> FanListKeys.nextSavePartition(project, artist, shard),
                cursor,
                next,
                limit);
    }
}

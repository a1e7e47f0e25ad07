package dev.actionflows.aws;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.PreSaveStore;

import java.time.Instant;
import java.util.Optional;

/** Fans who want releases saved on release day, as items of the table. */
public final class DynamoDbPreSaveStore implements PreSaveStore {
    private final MemberLists lists;

    public DynamoDbPreSaveStore(Table table) {
        this.lists = new MemberLists(table);
    }

    @Override
    public void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at) {
        lists.add(FanListKeys.preSave(project, release, fan), at);
    }

    @Override
    public void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at) {
        lists.add(FanListKeys.nextSave(project, artist, fan), at);
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

package dev.actionflows.aws;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;

/**
 * Keys of the lists that many fans write at once; see {@link Key}. Each has {@link Key#SHARDS}
 * partitions.
 */
final class FanListKeys {
    private FanListKeys() {}

    static Key preSave(ProjectId project, ReleaseId release, FanId fan) {
        return new Key(preSavePartition(project, release, shardOf(fan)), Key.FAN_PREFIX + fan);
    }

    static Key nextSave(ProjectId project, ArtistId artist, FanId fan) {
        return new Key(nextSavePartition(project, artist, shardOf(fan)), Key.FAN_PREFIX + fan);
    }

    static Key member(ProjectId project, SegmentId segment, FanId fan) {
        return new Key(memberPartition(project, segment, shardOf(fan)), Key.FAN_PREFIX + fan);
    }

    static String preSavePartition(ProjectId project, ReleaseId release, int shard) {
        return "S#" + project + "#" + release + "#" + shard;
    }

    static String nextSavePartition(ProjectId project, ArtistId artist, int shard) {
        return "S#" + project + "#" + artist + "#" + shard;
    }

    static String memberPartition(ProjectId project, SegmentId segment, int shard) {
        return "G#" + project + "#" + segment + "#" + shard;
    }

    static int shardOf(FanId fan) {
        return Key.shard(fan.value(), Key.SHARDS);
    }
}

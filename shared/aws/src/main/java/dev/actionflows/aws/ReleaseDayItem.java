package dev.actionflows.aws;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.releaseday.ReleaseDayCounts;
import dev.actionflows.domain.releaseday.ReleaseDayJob;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ShardProgress;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Maps the job of a release, and its progress in each shard, to items of one partition. */
final class ReleaseDayItem {
    static final String JOB = "job";
    static final String STARTED_AT = "startedAt";
    static final String COMPLETE = "complete";
    static final String ENDED_AT = "endedAt";
    static final String REVISION = "revision";

    private static final String JOB_SK = "JOB";

    private ReleaseDayItem() {}

    static String partition(ProjectId project, ReleaseId release) {
        return "DAY#" + project + "#" + release;
    }

    static Key job(ProjectId project, ReleaseId release) {
        return new Key(partition(project, release), JOB_SK);
    }

    static Key shard(ReleaseDayKey key, int shard) {
        return new Key(partition(key.project(), key.release()), "SHARD#" + shard);
    }

    static boolean isJob(Item item) {
        return item.key().sk().equals(JOB_SK);
    }

    static Item encode(ReleaseDayKey key, Instant startedAt) {
        return Item.at(job(key.project(), key.release()))
                .put(JOB, key.job().value())
                .put(STARTED_AT, startedAt)
                .put(Table.EXPIRES_AT, expiresAt(startedAt));
    }

    private static long expiresAt(Instant from) {
        return from.plus(ReleaseDayJob.KEPT).getEpochSecond();
    }

    static ReleaseDayJob decode(ProjectId project, ReleaseId release, Item item) {
        return new ReleaseDayJob(
                new ReleaseDayKey(project, release, new JobId(item.text(JOB))),
                item.time(STARTED_AT),
                item.optionalTime(ENDED_AT)
                        .map(at -> new ReleaseDayJob.End(item.flag(COMPLETE), at)));
    }

    static Item encode(ReleaseDayKey key, ShardProgress progress) {
        Item item =
                Item.at(shard(key, progress.shard()))
                        .put("shard", progress.shard())
                        .put(JOB, progress.job().value())
                        .put(REVISION, progress.revision())
                        .put("pass", progress.pass())
                        .put("done", progress.done())
                        .put("counts", encode(progress.counts()))
                        .put("updatedAt", progress.updatedAt())
                        .put(Table.EXPIRES_AT, expiresAt(progress.updatedAt()));
        progress.due().ifPresent(at -> item.put("due", at));
        progress.repeatedAt().ifPresent(at -> item.put("repeatedAt", at));
        progress.after().ifPresent(fan -> item.put("after", fan.value()));
        progress.last().ifPresent(last -> item.put("last", encode(last)));
        return item;
    }

    static ShardProgress decodeShard(Item item) {
        return new ShardProgress(
                item.smallNumber("shard"),
                new JobId(item.text(JOB)),
                item.number(REVISION),
                item.smallNumber("pass"),
                item.optionalText("after").map(FanId::new),
                item.optionalTime("due"),
                item.optionalTime("repeatedAt"),
                item.flag("done"),
                decodeCounts(item.map("counts")),
                item.optionalMap("last").map(ReleaseDayItem::decodeCounts),
                item.time("updatedAt"));
    }

    private static Item encode(ReleaseDayCounts counts) {
        Item notSaved = Item.map();
        counts.notSaved().forEach((reason, count) -> notSaved.put(reason.wireName(), count));
        return Item.map()
                .put("saved", counts.saved())
                .put("erased", counts.erased())
                .put("notSaved", notSaved);
    }

    private static ReleaseDayCounts decodeCounts(Item map) {
        Map<Reason, Long> notSaved = new EnumMap<>(Reason.class);
        Item reasons = map.map("notSaved");
        reasons.attributes()
                .keySet()
                .forEach(name -> notSaved.put(Reason.ofWireName(name), reasons.number(name)));
        return new ReleaseDayCounts(map.number("saved"), map.number("erased"), notSaved);
    }

    static Optional<ReleaseDayJob> ofKey(ReleaseDayKey key, Optional<Item> item) {
        return item.map(it -> decode(key.project(), key.release(), it))
                .filter(it -> it.key().equals(key));
    }
}

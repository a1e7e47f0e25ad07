package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.releaseday.ReleaseDayJob;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ShardProgress;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores the job of a release and its shards as items that expire, in one partition. */
public final class DynamoDbReleaseDayJobStore implements ReleaseDayJobStore {
    private final Table table;

    public DynamoDbReleaseDayJobStore(Table table) {
        this.table = table;
    }

    @Override
    public void begin(ReleaseDayKey key, Instant at) {
        table.putIf(
                "attribute_not_exists(pk) OR (%s <> :job AND %s < :startedAt)"
                        .formatted(ReleaseDayItem.JOB, ReleaseDayItem.STARTED_AT),
                Map.of(
                        ":job",
                        AttributeValue.fromS(key.job().value()),
                        ":startedAt",
                        AttributeValue.fromN(Long.toString(at.toEpochMilli()))),
                ReleaseDayItem.encode(key, at));
    }

    @Override
    public Optional<JobProgress> find(ProjectId project, ReleaseId release) {
        QueryRequest.Builder partition =
                QueryRequest.builder()
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk",
                                        AttributeValue.fromS(
                                                ReleaseDayItem.partition(project, release))));
        Optional<ReleaseDayJob> job = Optional.empty();
        List<ShardProgress> shards = new ArrayList<>();
        for (Item item : table.query(Key.SHARDS + 2, partition)) {
            if (ReleaseDayItem.isJob(item)) {
                job = Optional.of(ReleaseDayItem.decode(project, release, item));
            } else {
                shards.add(ReleaseDayItem.decodeShard(item));
            }
        }
        return job.map(
                it ->
                        new JobProgress(
                                it,
                                shards.stream()
                                        .filter(shard -> shard.job().equals(it.key().job()))
                                        .sorted(Comparator.comparing(ShardProgress::shard))
                                        .toList()));
    }

    @Override
    public Optional<JobShard> find(ReleaseDayKey key, int shard) {
        Key jobKey = ReleaseDayItem.job(key.project(), key.release());
        Key shardKey = ReleaseDayItem.shard(key, shard);
        Map<Key, Item> items = table.findAll(List.of(jobKey, shardKey));
        return ReleaseDayItem.ofKey(key, Optional.ofNullable(items.get(jobKey)))
                .map(
                        job ->
                                new JobShard(
                                        job,
                                        Optional.ofNullable(items.get(shardKey))
                                                .map(ReleaseDayItem::decodeShard)));
    }

    @Override
    public boolean store(ReleaseDayKey key, ShardProgress progress) {
        Item item = ReleaseDayItem.encode(key, progress);
        long expected = progress.revision() - 1;
        Optional<Item> before =
                expected == 0
                        ? table.putIfAbsent(item)
                        : table.putIf(
                                ReleaseDayItem.REVISION + " = :revision",
                                Map.of(":revision", AttributeValue.fromN(Long.toString(expected))),
                                item);
        // an equal item is our own write: the response was lost and the SDK sent it again
        return before.isEmpty() || before.get().attributes().equals(item.attributes());
    }

    @Override
    public void end(ReleaseDayKey key, ReleaseDayJob.End end) {
        table.update(
                ReleaseDayItem.job(key.project(), key.release()),
                UpdateItemRequest.builder()
                        .updateExpression("SET #complete = :complete, #endedAt = :endedAt")
                        .conditionExpression("#job = :job AND attribute_not_exists(#endedAt)")
                        .expressionAttributeNames(
                                Map.of(
                                        "#complete", ReleaseDayItem.COMPLETE,
                                        "#endedAt", ReleaseDayItem.ENDED_AT,
                                        "#job", ReleaseDayItem.JOB))
                        .expressionAttributeValues(
                                Map.of(
                                        ":complete",
                                        AttributeValue.fromBool(end.complete()),
                                        ":endedAt",
                                        AttributeValue.fromN(
                                                Long.toString(end.at().toEpochMilli())),
                                        ":job",
                                        AttributeValue.fromS(key.job().value()))));
    }
}

package dev.actionflows.aws;

import dev.actionflows.domain.replay.JobEnd;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.JobProgress;
import dev.actionflows.domain.replay.ReplayJob;
import dev.actionflows.domain.replay.ReplayJobStore;
import dev.actionflows.domain.replay.ShardProgress;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores a job and its shards as items that expire, in one partition. */
public final class DynamoDbReplayJobStore implements ReplayJobStore {
    private final Table table;

    public DynamoDbReplayJobStore(Table table) {
        this.table = table;
    }

    @Override
    public ReplayJob create(ReplayJob job) {
        return table.putIfAbsent(ReplayJobItem.encode(job))
                .map(before -> ReplayJobItem.decode(job.key(), before))
                .orElse(job);
    }

    @Override
    public Optional<JobProgress> find(JobKey key) {
        QueryRequest.Builder partition =
                QueryRequest.builder()
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(
                                Map.of(":pk", AttributeValue.fromS(JobKeys.partition(key))));
        Optional<ReplayJob> job = Optional.empty();
        List<ShardProgress> shards = new ArrayList<>();
        for (Item item : table.query(RunItem.FLOW_SHARDS + 2, partition)) {
            if (item.key().equals(JobKeys.job(key))) {
                job = Optional.of(ReplayJobItem.decode(key, item));
            } else {
                shards.add(ReplayJobItem.decodeShard(item));
            }
        }
        shards.sort(Comparator.comparing(ShardProgress::shard));
        return job.map(it -> new JobProgress(it, shards));
    }

    @Override
    public Optional<JobShard> find(JobKey key, int shard) {
        Key shardKey = JobKeys.shard(key, shard);
        Map<Key, Item> items = table.findAll(List.of(JobKeys.job(key), shardKey));
        return Optional.ofNullable(items.get(JobKeys.job(key)))
                .map(
                        job ->
                                new JobShard(
                                        ReplayJobItem.decode(key, job),
                                        Optional.ofNullable(items.get(shardKey))
                                                .map(ReplayJobItem::decodeShard)));
    }

    @Override
    public boolean store(ReplayJob job, ShardProgress progress) {
        Item item = ReplayJobItem.encode(job, progress);
        long expected = progress.revision() - 1;
        Optional<Item> before =
                expected == 0
                        ? table.putIfAbsent(item)
                        : table.putIf(
                                ReplayJobItem.REVISION + " = :revision",
                                Map.of(":revision", AttributeValue.fromN(Long.toString(expected))),
                                item);
        // an equal item is our own write: the response was lost and the SDK sent it again
        return before.isEmpty() || before.get().attributes().equals(item.attributes());
    }

    @Override
    public Optional<JobEnd> end(JobKey key, JobEnd end) {
        Table.Updated updated =
                table.update(
                        JobKeys.job(key),
                        UpdateItemRequest.builder()
                                .updateExpression("SET #state = :state, #endedAt = :endedAt")
                                .conditionExpression(
                                        "attribute_exists(pk) AND attribute_not_exists(#state)")
                                .expressionAttributeNames(
                                        Map.of(
                                                "#state", ReplayJobItem.STATE,
                                                "#endedAt", ReplayJobItem.ENDED_AT))
                                .expressionAttributeValues(
                                        Map.of(
                                                ":state",
                                                AttributeValue.fromS(end.state().name()),
                                                ":endedAt",
                                                time(end.at()))));
        return updated.item().isEmpty()
                ? Optional.empty()
                : ReplayJobItem.decodeEnd(updated.item());
    }

    private static AttributeValue time(Instant at) {
        return AttributeValue.fromN(Long.toString(at.toEpochMilli()));
    }
}

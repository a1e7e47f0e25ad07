package dev.actionflows.aws;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.releaseday.PreSaver;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.releaseday.ReleaseDayKey;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The items of pre-saves, to which release-day jobs add their results. */
public final class DynamoDbPreSaverStore implements PreSaverStore {
    static final String RESULT = "result";
    static final String JOB = "job";
    static final String RESULT_AT = "resultAt";

    private final Table table;

    public DynamoDbPreSaverStore(Table table) {
        this.table = table;
    }

    @Override
    public int shards() {
        return Key.SHARDS;
    }

    @Override
    public List<PreSaver> page(
            ProjectId project, ReleaseId release, int shard, Optional<FanId> after, int limit) {
        return table
                .list(
                        FanListKeys.preSavePartition(project, release, shard),
                        Key.FAN_PREFIX,
                        after.map(fan -> Key.FAN_PREFIX + fan),
                        limit)
                .stream()
                .map(DynamoDbPreSaverStore::preSaver)
                .toList();
    }

    @Override
    public List<PreSaver> findAll(ProjectId project, ReleaseId release, Collection<FanId> fans) {
        List<Key> keys =
                fans.stream()
                        .map(fan -> FanListKeys.preSave(project, release, fan))
                        .distinct()
                        .toList();
        return table.findAll(keys).values().stream().map(DynamoDbPreSaverStore::preSaver).toList();
    }

    private static PreSaver preSaver(Item item) {
        return new PreSaver(
                new FanId(item.key().sk().substring(Key.FAN_PREFIX.length())),
                item.time(MemberLists.SINCE),
                item.optionalText(RESULT)
                        .map(
                                reason ->
                                        new PreSaver.Result(
                                                new JobId(item.text(JOB)),
                                                Reason.ofWireName(reason),
                                                item.time(RESULT_AT))));
    }

    @Override
    public void record(ReleaseDayKey job, FanId fan, PreSaver.Result result) {
        table.update(
                FanListKeys.preSave(job.project(), job.release(), fan),
                UpdateItemRequest.builder()
                        .updateExpression("SET #result = :result, #job = :job, #at = :at")
                        .conditionExpression(
                                "attribute_exists(pk) AND (attribute_not_exists(#result)"
                                        + " OR (#result <> :saved AND #job <> :job))")
                        .expressionAttributeNames(
                                Map.of("#result", RESULT, "#job", JOB, "#at", RESULT_AT))
                        .expressionAttributeValues(
                                Map.of(
                                        ":result",
                                        AttributeValue.fromS(result.reason().wireName()),
                                        ":saved",
                                        AttributeValue.fromS(Reason.SAVED.wireName()),
                                        ":job",
                                        AttributeValue.fromS(result.job().value()),
                                        ":at",
                                        AttributeValue.fromN(
                                                Long.toString(result.at().toEpochMilli())))));
    }
}

package dev.actionflows.aws;

import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.fan.ExpiringConnectionStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads the index {@code due}, which also has the connections that flows will hear of. */
public final class DynamoDbExpiringConnectionStore implements ExpiringConnectionStore {
    private final Table table;

    public DynamoDbExpiringConnectionStore(Table table) {
        this.table = table;
    }

    @Override
    public int shards() {
        return ConnectionItem.EXPIRING_SHARDS;
    }

    @Override
    public List<ExpiringConnection> findOldest(int shard, Instant until, int limit) {
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .indexName("due")
                        .keyConditionExpression("dueShard = :shard AND dueAt <= :until")
                        .expressionAttributeValues(
                                Map.of(
                                        ":shard",
                                        AttributeValue.fromS(ConnectionItem.expiringShard(shard)),
                                        ":until",
                                        time(until)));
        return table.query(limit, query).stream()
                .limit(limit)
                .map(DynamoDbExpiringConnectionStore::decode)
                .toList();
    }

    @Override
    public void announced(ExpiringConnection connection) {
        table.update(
                Key.connection(connection.project(), connection.fan(), connection.provider()),
                UpdateItemRequest.builder()
                        .updateExpression("SET #announced = :true REMOVE dueShard, dueAt")
                        .conditionExpression("dueAt = :authorized")
                        .expressionAttributeNames(Map.of("#announced", ConnectionItem.ANNOUNCED))
                        .expressionAttributeValues(
                                Map.of(
                                        ":true",
                                        AttributeValue.fromBool(true),
                                        ":authorized",
                                        time(connection.authorizedAt()))));
    }

    /** The index has the keys only. */
    private static ExpiringConnection decode(Item item) {
        Key key = item.key();
        String[] partition = key.pk().split("#", -1);
        return new ExpiringConnection(
                new ProjectId(partition[1]),
                new FanId(partition[2]),
                StreamingProvider.ofWireName(key.sk().substring(Key.CONNECTION_PREFIX.length()))
                        .orElseThrow(),
                item.time(RunItem.DUE_AT));
    }

    private static AttributeValue time(Instant time) {
        return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
    }
}

package dev.actionflows.aws;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fans as items of the table. An address and its stop state are one item, apart from the fan:
 * whoever sends STOP need not be known, and what is sent to an address asks that item.
 */
public final class DynamoDbFanStore implements FanStore {
    private final Table table;

    public DynamoDbFanStore(Table table) {
        this.table = table;
    }

    @Override
    public Fan findOrCreate(ProjectId project, Fan.Phone phone, FanId newId, Instant now) {
        Fan fan = new Fan(newId, Optional.of(phone), now);
        List<Table.Refusal> refusals =
                table.transact(
                        List.of(
                                claimIdentity(project, phone.identity(), newId),
                                putIfAbsent(FanItem.encode(project, fan))));
        if (refusals.isEmpty()) {
            return fan;
        }
        Table.Refusal refusal = refusals.getFirst();
        if (refusal.index() != 0) {
            throw new IllegalStateException("there is a fan " + newId + " already");
        }
        // a fan's profile is written together with its identity, so it is there
        return FanItem.decodeIdentity(refusal.item())
                .fan()
                .flatMap(id -> find(project, id))
                .orElseThrow();
    }

    /** Keeps the address's stop state. */
    private TransactWriteItem claimIdentity(ProjectId project, Identity identity, FanId fan) {
        return TransactWriteItem.builder()
                .update(
                        update ->
                                update.tableName(table.name())
                                        .key(Key.identity(project, identity).attributes())
                                        .updateExpression("SET #fan = :fan")
                                        .conditionExpression("attribute_not_exists(#fan)")
                                        .expressionAttributeNames(Map.of("#fan", FanItem.FAN))
                                        .expressionAttributeValues(
                                                Map.of(":fan", AttributeValue.fromS(fan.value())))
                                        .returnValuesOnConditionCheckFailure(
                                                ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    private TransactWriteItem putIfAbsent(Item item) {
        return TransactWriteItem.builder()
                .put(
                        put ->
                                put.tableName(table.name())
                                        .item(item.attributes())
                                        .conditionExpression("attribute_not_exists(pk)"))
                .build();
    }

    @Override
    public Optional<Fan> find(ProjectId project, FanId id) {
        return table.find(Key.fan(project, id)).map(FanItem::decode);
    }

    @Override
    public Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity) {
        return table.find(Key.identity(project, identity)).map(FanItem::decodeIdentity);
    }

    /** The message and its effect are written together: neither is ever there without the other. */
    @Override
    public boolean recordConsent(ProjectId project, Identity identity, ConsentChange change) {
        Item history =
                Item.at(Key.consentChange(project, identity, change.messageId()))
                        .put("kind", change.kind().name())
                        .put("at", change.at());
        List<Table.Refusal> refusals =
                table.transact(
                        List.of(putIfAbsent(history), setStopped(project, identity, change)));
        if (refusals.isEmpty()) {
            return true;
        }
        // only the second is refused: a later STOP is stored, and this message is no more than
        // history
        return refusals.stream().noneMatch(refusal -> refusal.index() == 0)
                && table.transact(List.of(putIfAbsent(history))).isEmpty();
    }

    private TransactWriteItem setStopped(
            ProjectId project, Identity identity, ConsentChange change) {
        String effect =
                switch (change.kind()) {
                    case STOP -> "SET #stopped = :stopped, #stoppedAt = :at";
                    case START -> "SET #stopped = :stopped";
                };
        return TransactWriteItem.builder()
                .update(
                        update ->
                                update.tableName(table.name())
                                        .key(Key.identity(project, identity).attributes())
                                        .updateExpression(effect)
                                        .conditionExpression(
                                                "attribute_not_exists(#stoppedAt)"
                                                        + " OR #stoppedAt < :at")
                                        .expressionAttributeNames(
                                                Map.of(
                                                        "#stopped", FanItem.STOPPED,
                                                        "#stoppedAt", FanItem.STOPPED_AT))
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":stopped",
                                                        AttributeValue.fromBool(
                                                                change.kind()
                                                                        == ConsentChange.Kind.STOP),
                                                        ":at",
                                                        AttributeValue.fromN(
                                                                Long.toString(
                                                                        change.at()
                                                                                .toEpochMilli())))))
                .build();
    }

    @Override
    public List<Connection> connections(ProjectId project, FanId fan) {
        return table
                .list(
                        Key.fanPartition(project, fan),
                        Key.CONNECTION_PREFIX,
                        Optional.empty(),
                        Integer.MAX_VALUE)
                .stream()
                .map(ConnectionItem::decode)
                .sorted(Comparator.comparing(Connection::provider))
                .toList();
    }

    @Override
    public void connect(ProjectId project, FanId fan, Connection connection) {
        table.put(ConnectionItem.encode(project, fan, connection));
    }

    /** A fan who connects anew brings a new token, and each token is sealed with its own nonce. */
    @Override
    public boolean replace(ProjectId project, FanId fan, Connection expected, Connection updated) {
        return table.putIf(
                        ConnectionItem.USER_TOKEN + " = :token",
                        Map.of(":token", AttributeValue.fromS(expected.userToken().base64())),
                        ConnectionItem.encode(project, fan, updated))
                .isEmpty();
    }
}

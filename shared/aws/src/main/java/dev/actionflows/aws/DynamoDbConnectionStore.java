package dev.actionflows.aws;

import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fans' connections as items of the table. */
public final class DynamoDbConnectionStore implements ConnectionStore {
    private static final int AGREEMENTS_SHOWN = 20;
    private static final String SAME_TOKEN = ConnectionItem.USER_TOKEN + " = :token";
    private static final String ANOTHER_AUTHORIZATION =
            "attribute_not_exists(%1$s) OR %1$s <> :origin OR %2$s = :ended"
                    .formatted(ConnectionItem.ORIGIN, ConnectionItem.ENDED);

    private final Table table;

    public DynamoDbConnectionStore(Table table) {
        this.table = table;
    }

    @Override
    public List<Connection> connections(ProjectId project, Fan fan) {
        return latest(table.findAll(connectionKeys(project, Set.copyOf(fan.ids()))).values());
    }

    /** In one request for up to fifty fans. */
    @Override
    public Map<FanId, List<Connection>> connectionsOf(ProjectId project, Collection<Fan> fans) {
        Set<FanId> ids =
                fans.stream().flatMap(fan -> fan.ids().stream()).collect(Collectors.toSet());
        Map<Key, Item> items = table.findAll(connectionKeys(project, ids));
        Map<FanId, List<Connection>> found = new HashMap<>();
        for (Fan fan : fans) {
            found.put(
                    fan.id(),
                    latest(
                            connectionKeys(project, Set.copyOf(fan.ids())).stream()
                                    .map(items::get)
                                    .filter(Objects::nonNull)
                                    .toList()));
        }
        return found;
    }

    /** Where a person's connections may be. */
    static List<Key> connectionKeys(ProjectId project, Collection<FanId> fans) {
        return fans.stream()
                .flatMap(
                        fan ->
                                Arrays.stream(StreamingProvider.values())
                                        .map(provider -> Key.connection(project, fan, provider)))
                .toList();
    }

    /** Of each service the connection that was authorized last. */
    static List<Connection> latest(Collection<Item> items) {
        Map<StreamingProvider, Connection> latest = new TreeMap<>();
        items.stream()
                .map(ConnectionItem::decode)
                .sorted(Connection.OLDEST_FIRST)
                .forEach(it -> latest.put(it.provider(), it));
        return List.copyOf(latest.values());
    }

    @Override
    public boolean connect(ProjectId project, Connection connection) {
        return put(
                ANOTHER_AUTHORIZATION,
                Map.of(
                        ":origin",
                        AttributeValue.fromS(connection.origin()),
                        ":ended",
                        AttributeValue.fromBool(true)),
                project,
                connection);
    }

    /** Each token is sealed with its own nonce, so that it differs from any other one. */
    @Override
    public boolean replace(ProjectId project, Connection expected, Connection updated) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":token", AttributeValue.fromS(expected.userToken().base64()));
        String unchanged =
                Stream.of(
                                SAME_TOKEN,
                                unchanged(
                                        ConnectionItem.ACCESS_TOKEN,
                                        ":access",
                                        expected.accessToken()
                                                .map(it -> it.token().base64())
                                                .map(AttributeValue::fromS),
                                        values),
                                unchanged(
                                        ConnectionItem.REFRESHED_UNTIL,
                                        ":until",
                                        expected.refreshedUntil()
                                                .map(Instant::toEpochMilli)
                                                .map(it -> AttributeValue.fromN(it.toString())),
                                        values))
                        .collect(Collectors.joining(" AND "));
        return put(unchanged, values, project, updated);
    }

    private static String unchanged(
            String attribute,
            String name,
            Optional<AttributeValue> value,
            Map<String, AttributeValue> values) {
        if (value.isEmpty()) {
            return "attribute_not_exists(%s)".formatted(attribute);
        }
        values.put(name, value.get());
        return attribute + " = " + name;
    }

    @Override
    public boolean storeTokens(ProjectId project, Connection used, Connection refreshed) {
        return put(
                SAME_TOKEN,
                Map.of(":token", AttributeValue.fromS(used.userToken().base64())),
                project,
                refreshed);
    }

    private boolean put(
            String condition,
            Map<String, AttributeValue> values,
            ProjectId project,
            Connection connection) {
        return table.putIf(condition, values, ConnectionItem.encode(project, connection)).isEmpty();
    }

    @Override
    public void disconnect(ProjectId project, Fan fan, StreamingProvider provider) {
        fan.ids().forEach(id -> table.delete(Key.connection(project, id, provider)));
    }

    @Override
    public void recordAgreement(ProjectId project, FanId fan, Agreement agreement) {
        table.put(AgreementItem.encode(project, fan, agreement));
    }

    @Override
    public List<Agreement> agreements(ProjectId project, Fan fan) {
        return fan.ids().stream()
                .flatMap(id -> latestAgreements(project, id).stream())
                .map(AgreementItem::decode)
                .sorted(Comparator.comparing(Agreement::at).thenComparing(Agreement::id))
                .toList();
    }

    private List<Item> latestAgreements(ProjectId project, FanId fan) {
        List<Item> latest =
                table.query(
                        AGREEMENTS_SHOWN,
                        QueryRequest.builder()
                                .consistentRead(true)
                                .scanIndexForward(false)
                                .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":pk",
                                                AttributeValue.fromS(
                                                        Key.fanPartition(project, fan)),
                                                ":prefix",
                                                AttributeValue.fromS(AgreementItem.PREFIX))));
        return latest.subList(0, Math.min(latest.size(), AGREEMENTS_SHOWN));
    }
}

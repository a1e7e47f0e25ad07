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

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Fans' connections as items of the table. */
public final class DynamoDbConnectionStore implements ConnectionStore {
    private static final int AGREEMENTS_SHOWN = 20;

    private final Table table;

    public DynamoDbConnectionStore(Table table) {
        this.table = table;
    }

    @Override
    public List<Connection> connections(ProjectId project, Fan fan) {
        return latest(table.findAll(connectionKeys(project, Set.copyOf(fan.ids()))).values());
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
                .sorted(Comparator.comparing(Connection::authorizedAt))
                .forEach(it -> latest.put(it.provider(), it));
        return List.copyOf(latest.values());
    }

    @Override
    public void connect(ProjectId project, Connection connection) {
        table.put(ConnectionItem.encode(project, connection));
    }

    /** A fan who reconnects has a new token, and each token is sealed with its own nonce. */
    @Override
    public boolean replace(ProjectId project, Connection expected, Connection updated) {
        return table.putIf(
                        ConnectionItem.USER_TOKEN + " = :token",
                        Map.of(":token", AttributeValue.fromS(expected.userToken().base64())),
                        ConnectionItem.encode(project, updated))
                .isEmpty();
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

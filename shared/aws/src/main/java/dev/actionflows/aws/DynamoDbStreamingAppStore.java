package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.StreamingAppStates.AppEndpoint;
import dev.actionflows.domain.project.StreamingAppStates.AppLimit;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Stores what apps have answered as attributes of the project's item. An update increments the
 * item's revision, so that a concurrent change of the project begins again.
 */
public final class DynamoDbStreamingAppStore implements StreamingAppStore {
    private final Table table;

    public DynamoDbStreamingAppStore(Table table) {
        this.table = table;
    }

    @Override
    public void limited(ProjectId project, StreamingProvider provider, String app, Instant until) {
        long same = until.minus(SAME_LIMIT).toEpochMilli();
        update(
                project,
                StreamingAppMaps.limitOf(provider),
                StreamingAppMaps.encode(new AppLimit(app, until)),
                app,
                "#it." + StreamingAppMaps.UNTIL + " < :known",
                AttributeValue.fromN(Long.toString(same)));
    }

    @Override
    public void learned(
            ProjectId project, StreamingOperation operation, String app, SpotifyEndpoint endpoint) {
        update(
                project,
                StreamingAppMaps.endpointOf(operation),
                StreamingAppMaps.encode(new AppEndpoint(app, endpoint)),
                app,
                "#it." + StreamingAppMaps.ENDPOINT + " <> :known",
                AttributeValue.fromS(endpoint.name()));
    }

    private void update(
            ProjectId project,
            String attribute,
            Item value,
            String app,
            String isNew,
            AttributeValue known) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":value", AttributeValue.fromM(value.attributes()));
        values.put(":app", AttributeValue.fromS(app));
        values.put(":known", known);
        values.put(":one", AttributeValue.fromN("1"));
        table.update(
                Key.project(project),
                UpdateItemRequest.builder()
                        .conditionExpression(
                                "attribute_exists(pk) AND (attribute_not_exists(#it) OR #it.%s <>"
                                                .formatted(StreamingAppMaps.APP)
                                        + " :app OR "
                                        + isNew
                                        + ")")
                        .updateExpression(
                                "SET #it = :value ADD %s :one".formatted(ProjectItem.REVISION))
                        .expressionAttributeNames(Map.of("#it", attribute))
                        .expressionAttributeValues(values));
    }
}

package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanDirectory;
import dev.actionflows.domain.fan.FanDirectoryContract;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.NameKey;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DynamoDbFanDirectoryIT extends FanDirectoryContract {
    private final Table table = LocalDynamoDb.table();

    DynamoDbFanDirectoryIT() {
        super(
                new DynamoDbFanStore(LocalDynamoDb.table()),
                _ -> new DynamoDbFanDirectory(LocalDynamoDb.table()));
    }

    @Test
    void a_fan_from_before_the_lists_enters_them_with_the_next_change() {
        ProjectId project = Samples.projectId();
        DynamoDbFanStore fans = new DynamoDbFanStore(table);
        Fan fan = Samples.fan(Samples.fanId()).named(new FirstName("Ada"));
        table.put(withoutPlaces(FanItem.encode(project, fan)));
        assertThat(listed(project)).isEmpty();

        assertThat(fans.setTimeZone(project, fan, ZoneId.of("America/Chicago"))).isTrue();

        assertThat(listed(project)).containsExactly(fan.id(), fan.id());
    }

    private static Item withoutPlaces(Item item) {
        Map<String, AttributeValue> attributes = new HashMap<>(item.attributes());
        attributes
                .keySet()
                .removeAll(
                        List.of(
                                RunItem.DUE_SHARD,
                                RunItem.DUE_AT,
                                RunItem.FLOW_SHARD,
                                RunItem.STARTED_KEY));
        return Item.of(attributes);
    }

    /** By time, then by name. */
    private List<FanId> listed(ProjectId project) {
        FanDirectory directory = new DynamoDbFanDirectory(table);
        List<FanId> found =
                new ArrayList<>(directory.latest(project, Optional.empty(), 10).items());
        found.addAll(
                directory
                        .named(project, NameKey.ofTyped("ada").orElseThrow(), Optional.empty(), 10)
                        .items());
        return found;
    }
}

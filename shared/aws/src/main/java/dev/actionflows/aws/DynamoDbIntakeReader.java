package dev.actionflows.aws;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.flow.TriggerType;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.IntakeReader;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that an event needs to be judged, in one batch read. */
public final class DynamoDbIntakeReader implements IntakeReader {
    private final Table table;

    public DynamoDbIntakeReader(Table table) {
        this.table = table;
    }

    @Override
    public IntakeFacts read(
            ProjectId project, Optional<Identity> identity, TriggerType type, List<String> scopes) {
        Key projectKey = Key.project(project);
        Optional<Key> identityKey = identity.map(known -> Key.identity(project, known));
        Map<String, Key> claimKeys = new LinkedHashMap<>();
        scopes.forEach(scope -> claimKeys.put(scope, Key.triggerClaim(project, type, scope)));
        List<Key> keys = new ArrayList<>(claimKeys.values());
        keys.add(projectKey);
        identityKey.ifPresent(keys::add);
        Map<Key, Item> items = table.findAll(keys);
        Map<String, TriggerClaim> claims = new LinkedHashMap<>();
        claimKeys.forEach(
                (scope, key) ->
                        Optional.ofNullable(items.get(key))
                                .ifPresent(item -> claims.put(scope, FlowItem.decodeClaim(item))));
        return new IntakeFacts(
                Optional.ofNullable(items.get(projectKey)).map(ProjectItem::decode),
                identityKey.map(items::get).map(FanItem::decodeIdentity),
                claims);
    }

    @Override
    public List<Flow> flows(ProjectId project, Collection<FlowId> flows) {
        return table
                .findAll(flows.stream().map(flow -> Key.flow(project, flow)).toList())
                .values()
                .stream()
                .map(FlowItem::decode)
                .toList();
    }
}

package dev.actionflows.aws;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.TriggerType;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.IntakeReader;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All that an event needs to be judged, in one batch read. */
public final class DynamoDbIntakeReader implements IntakeReader {
    private final Table table;

    public DynamoDbIntakeReader(Table table) {
        this.table = table;
    }

    @Override
    public IntakeFacts read(
            ProjectId project,
            Optional<Identity> identity,
            TriggerType type,
            Optional<String> scope) {
        Key projectKey = Key.project(project);
        Optional<Key> identityKey = identity.map(known -> Key.identity(project, known));
        Optional<Key> claimKey = scope.map(text -> Key.triggerClaim(project, type, text));
        Map<Key, Item> items =
                table.findAll(
                        Stream.of(Optional.of(projectKey), identityKey, claimKey)
                                .flatMap(Optional::stream)
                                .toList());
        return new IntakeFacts(
                Optional.ofNullable(items.get(projectKey)).map(ProjectItem::decode),
                identityKey.map(items::get).map(FanItem::decodeIdentity),
                claimKey.map(items::get).map(FlowItem::decodeClaim));
    }
}

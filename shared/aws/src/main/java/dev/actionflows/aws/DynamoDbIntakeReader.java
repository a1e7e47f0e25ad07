package dev.actionflows.aws;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads everything the intake needs to decide about an event in one batch read. */
public final class DynamoDbIntakeReader implements IntakeReader {
    private final Table table;

    public DynamoDbIntakeReader(Table table) {
        this.table = table;
    }

    @Override
    public IntakeFacts read(
            ProjectId project, Optional<Identity> identity, TriggerType type, List<String> scopes) {
        Wanted wanted = Wanted.by(project, identity, type, scopes);
        return wanted.among(table.findAll(wanted.keys().toList()));
    }

    /** Reads items that several events share once. */
    @Override
    public List<IntakeFacts> readEvents(List<Question> questions) {
        List<Wanted> wanted =
                questions.stream()
                        .map(
                                it ->
                                        Wanted.by(
                                                it.project(),
                                                it.identity(),
                                                it.type(),
                                                IntakeReader.withAny(it.scopes())))
                        .toList();
        Map<Key, Item> items =
                table.findAll(wanted.stream().flatMap(Wanted::keys).distinct().toList());
        return wanted.stream().map(it -> it.among(items)).toList();
    }

    /**
     * The items that hold one event's facts.
     *
     * @param claims by scope
     */
    private record Wanted(Key project, Optional<Key> identity, Map<String, Key> claims) {
        static Wanted by(
                ProjectId project,
                Optional<Identity> identity,
                TriggerType type,
                List<String> scopes) {
            Map<String, Key> claims = new LinkedHashMap<>();
            scopes.forEach(scope -> claims.put(scope, Key.triggerClaim(project, type, scope)));
            return new Wanted(
                    Key.project(project), identity.map(it -> Key.identity(project, it)), claims);
        }

        Stream<Key> keys() {
            return Stream.of(claims.values().stream(), Stream.of(project), identity.stream())
                    .flatMap(it -> it);
        }

        IntakeFacts among(Map<Key, Item> items) {
            Map<String, TriggerClaim> owned = new LinkedHashMap<>();
            claims.forEach(
                    (scope, key) ->
                            Optional.ofNullable(items.get(key))
                                    .ifPresent(
                                            item -> owned.put(scope, FlowItem.decodeClaim(item))));
            return new IntakeFacts(
                    Optional.ofNullable(items.get(project)).map(ProjectItem::decode),
                    identity.map(items::get).map(FanItem::decodeIdentity),
                    owned);
        }
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

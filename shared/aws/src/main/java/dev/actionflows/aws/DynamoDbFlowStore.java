package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.ActiveLimit;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.trigger.Trigger;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Stores flows, their versions, and their claims as items. Every change is one transaction over all
 * of them, so two flows never own the same scope, and only active flows hold claims.
 */
public final class DynamoDbFlowStore implements FlowStore {
    private static final Condition ABSENT = new Condition("attribute_not_exists(pk)", Map.of());

    private final Table table;
    private final ActiveFlowsItem active;

    public DynamoDbFlowStore(Table table) {
        this.table = table;
        this.active = new ActiveFlowsItem(table);
    }

    @Override
    public void create(ProjectId project, Flow flow) {
        Item listEntry =
                Item.at(Key.flowListEntry(project, age(flow)))
                        .put(FlowItem.FLOW, flow.id().value());
        List<Table.Refusal> refusals =
                table.transact(
                        List.of(
                                put(FlowItem.encode(project, flow), ABSENT),
                                put(FlowItem.encodeVersion(project, flow), ABSENT),
                                put(listEntry, ABSENT)));
        if (!refusals.isEmpty()) {
            throw new IllegalStateException("there is already a flow " + flow.id() + " already");
        }
    }

    @Override
    public Optional<Flow> find(ProjectId project, FlowId id) {
        return table.find(Key.flow(project, id)).map(FlowItem::decode);
    }

    /** Queries the page's ids in list order, then batch reads the flows. */
    @Override
    public Page<Flow> list(ProjectId project, Optional<String> cursor, int limit) {
        Optional<String> after =
                Cursor.decode(cursor, text -> TimedId.parse(text, FlowId::parse))
                        .map(age -> Key.flowListEntry(project, age).sk());
        List<FlowId> ids =
                table
                        .list(Key.projectPartition(project), Key.FLOW_LIST_PREFIX, after, limit + 1)
                        .stream()
                        .map(FlowItem::claimOwner)
                        .toList();
        Map<Key, Item> flows =
                table.findAll(ids.stream().map(id -> Key.flow(project, id)).toList());
        List<Flow> found =
                ids.stream()
                        .map(id -> flows.get(Key.flow(project, id)))
                        .filter(Objects::nonNull)
                        .map(FlowItem::decode)
                        .toList();
        return Pages.of(found, limit, flow -> age(flow).text());
    }

    private static TimedId<FlowId> age(Flow flow) {
        return new TimedId<>(flow.createdAt(), flow.id());
    }

    @Override
    public SaveResult save(
            ProjectId project, Flow expected, Flow updated, Optional<ActiveLimit> limit) {
        Map<Key, Item> claims = claims(project, updated);
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(put(FlowItem.encode(project, updated), unchanged(expected)));
        if (updated.version() != expected.version()) {
            writes.add(put(FlowItem.encodeVersion(project, updated), ABSENT));
        }
        int firstClaim = writes.size();
        claims.values().forEach(claim -> writes.add(put(claim, freeOrOwnedBy(updated))));
        int firstRelease = writes.size();
        claims(project, expected).keySet().stream()
                .filter(key -> !claims.containsKey(key))
                .forEach(key -> writes.add(delete(key, freeOrOwnedBy(updated))));
        int register = writes.size();
        active.save(project, expected, updated, limit).ifPresent(writes::add);

        List<Table.Refusal> refusals = table.transact(writes);
        if (refusals.isEmpty()) {
            return new SaveResult.Saved();
        }
        Table.Refusal first = refusals.getFirst();
        if (first.index() == register) {
            return active.refusal(first.item(), limit);
        }
        return first.index() >= firstClaim && first.index() < firstRelease
                ? new SaveResult.ScopeTaken(FlowItem.claimOwner(first.item()))
                : new SaveResult.Changed();
    }

    /** Also deletes the flow's list entry; its versions stay. */
    @Override
    public boolean delete(ProjectId project, Flow expected) {
        Condition anything = new Condition("attribute_exists(pk)", Map.of());
        return table.transact(
                        List.of(
                                delete(Key.flow(project, expected.id()), unchanged(expected)),
                                delete(Key.flowListEntry(project, age(expected)), anything)))
                .isEmpty();
    }

    @Override
    public Optional<FlowId> otherOwner(ProjectId project, Flow flow) {
        Flow active = flow.withStatus(FlowStatus.ACTIVE, flow.updatedAt());
        return table.findAll(claims(project, active).keySet()).values().stream()
                .map(FlowItem::claimOwner)
                .filter(owner -> !owner.equals(flow.id()))
                .findFirst();
    }

    @Override
    public ActiveFlows activeFlows(ProjectId project) {
        return active.read(project);
    }

    /** A transaction of one write, because all writes of the item must be transactional. */
    @Override
    public ActiveFlows planChanged(ProjectId project) {
        table.transact(List.of(active.planChanged(project)));
        return active.read(project);
    }

    /** What a flow claims: its trigger's scope and, for any trigger with a keyword, the keyword. */
    private static Map<Key, Item> claims(ProjectId project, Flow flow) {
        if (flow.status() != FlowStatus.ACTIVE) {
            return Map.of();
        }
        Trigger trigger = flow.definition().trigger();
        TriggerClaim claim = TriggerClaim.of(flow);
        Map<Key, Item> claims = new LinkedHashMap<>();
        Key scope = Key.triggerClaim(project, trigger.type(), trigger.scope());
        claims.put(scope, FlowItem.encodeClaim(scope, claim));
        trigger.keyword()
                .map(word -> Key.keywordClaim(project, word.folded()))
                .ifPresent(key -> claims.put(key, FlowItem.encodeClaim(key, claim)));
        return claims;
    }

    /** A condition on the existing item. */
    private record Condition(String expression, Map<String, AttributeValue> values) {}

    private static Condition unchanged(Flow expected) {
        return new Condition(
                FlowItem.REVISION + " = :revision",
                Map.of(":revision", AttributeValue.fromN(Long.toString(expected.revision()))));
    }

    private static Condition freeOrOwnedBy(Flow flow) {
        return new Condition(
                "attribute_not_exists(pk) OR " + FlowItem.FLOW + " = :flow",
                Map.of(":flow", AttributeValue.fromS(flow.id().value())));
    }

    private TransactWriteItem put(Item item, Condition condition) {
        Put.Builder put =
                Put.builder()
                        .tableName(table.name())
                        .item(item.attributes())
                        .conditionExpression(condition.expression())
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!condition.values().isEmpty()) {
            put.expressionAttributeValues(condition.values());
        }
        return TransactWriteItem.builder().put(put.build()).build();
    }

    private TransactWriteItem delete(Key key, Condition condition) {
        return TransactWriteItem.builder()
                .delete(
                        delete -> {
                            delete.tableName(table.name())
                                    .key(key.attributes())
                                    .conditionExpression(condition.expression());
                            if (!condition.values().isEmpty()) {
                                delete.expressionAttributeValues(condition.values());
                            }
                        })
                .build();
    }
}

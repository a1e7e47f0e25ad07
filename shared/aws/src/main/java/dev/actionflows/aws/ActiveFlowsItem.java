package dev.actionflows.aws;

import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.ActiveLimit;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore.SaveResult;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.trigger.TriggerType;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The item that lists a project's active flows. It changes only in the transaction that changes the
 * flow, so two flows cannot take the last free slot, and a concurrent downgrade of the plan is
 * detected.
 */
final class ActiveFlowsItem {
    /** Before the id of a flow: the attribute with what it listens to, a type and a scope. */
    private static final String LISTENING = "listening:";

    private final Table table;

    ActiveFlowsItem(Table table) {
        this.table = table;
    }

    ActiveFlows read(ProjectId project) {
        return table.find(Key.activeFlows(project))
                .map(FlowItem::decodeActive)
                .orElseGet(ActiveFlows::none);
    }

    /** Returns the write that saving this flow requires on this item, if any. */
    Optional<TransactWriteItem> save(
            ProjectId project, Flow expected, Flow updated, Optional<ActiveLimit> limit) {
        boolean was = expected.status() == FlowStatus.ACTIVE;
        boolean is = updated.status() == FlowStatus.ACTIVE;
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":flows", AttributeValue.fromSs(List.of(updated.id().value())));
        if (is) {
            return Optional.of(activated(project, updated, limit, values));
        }
        return was
                ? Optional.of(
                        update(
                                project,
                                updated.id(),
                                "DELETE activeFlows :flows REMOVE #listening",
                                Optional.empty(),
                                values))
                : Optional.empty();
    }

    private TransactWriteItem activated(
            ProjectId project,
            Flow flow,
            Optional<ActiveLimit> limit,
            Map<String, AttributeValue> values) {
        values.put(":listening", AttributeValue.fromS(listening(flow)));
        limit.ifPresent(
                it -> {
                    values.put(":flow", AttributeValue.fromS(flow.id().value()));
                    values.put(":most", number(it.most()));
                    values.put(":planChanges", number(it.planChanges()));
                });
        return update(
                project,
                flow.id(),
                "ADD activeFlows :flows SET #listening = :listening",
                limit.map(ActiveFlowsItem::condition),
                values);
    }

    /** A missing attribute counts as zero or as the empty set. */
    private static String condition(ActiveLimit limit) {
        String unchanged = "planChanges = :planChanges";
        String room = "contains(activeFlows, :flow) OR size(activeFlows) < :most";
        return "(%s%s) AND (%s%s)"
                .formatted(
                        unchanged,
                        limit.planChanges() == 0 ? " OR attribute_not_exists(planChanges)" : "",
                        room,
                        limit.most() > 0 ? " OR attribute_not_exists(activeFlows)" : "");
    }

    TransactWriteItem planChanged(ProjectId project) {
        return update(
                project,
                Map.of(),
                "ADD planChanges :one",
                Optional.empty(),
                Map.of(":one", number(1)));
    }

    /**
     * @param item the item that violated the limit's condition
     */
    SaveResult refusal(Item item, Optional<ActiveLimit> limit) {
        ActiveFlows active = FlowItem.decodeActive(item);
        return limit.filter(it -> it.planChanges() == active.planChanges()).isPresent()
                ? new SaveResult.LimitReached(active.flows())
                : new SaveResult.Changed();
    }

    private TransactWriteItem update(
            ProjectId project,
            FlowId flow,
            String expression,
            Optional<String> condition,
            Map<String, AttributeValue> values) {
        return update(
                project, Map.of("#listening", LISTENING + flow), expression, condition, values);
    }

    private TransactWriteItem update(
            ProjectId project,
            Map<String, String> names,
            String expression,
            Optional<String> condition,
            Map<String, AttributeValue> values) {
        Update.Builder update =
                Update.builder()
                        .tableName(table.name())
                        .key(Key.activeFlows(project).attributes())
                        .updateExpression(expression)
                        .expressionAttributeValues(values)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!names.isEmpty()) {
            update.expressionAttributeNames(names);
        }
        condition.ifPresent(update::conditionExpression);
        return TransactWriteItem.builder().update(update.build()).build();
    }

    private static String listening(Flow flow) {
        ActiveFlows.Listening listening = ActiveFlows.Listening.of(flow.definition().trigger());
        return listening.type().wireName() + " " + listening.scope();
    }

    /** A flow that was activated by an older version has no entry, nor has an unknown trigger. */
    static Map<FlowId, ActiveFlows.Listening> listening(Item item) {
        Map<FlowId, ActiveFlows.Listening> all = new HashMap<>();
        item.attributes()
                .forEach(
                        (name, value) -> {
                            if (name.startsWith(LISTENING)) {
                                String[] parts = value.s().split(" ", 2);
                                TriggerType.ofWireName(parts[0])
                                        .ifPresent(
                                                type ->
                                                        all.put(
                                                                new FlowId(
                                                                        name.substring(
                                                                                LISTENING
                                                                                        .length())),
                                                                new ActiveFlows.Listening(
                                                                        type, parts[1])));
                            }
                        });
        return all;
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}

package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.SmsNumberStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores two items per number, one keyed by number and one by project, always written together. */
public final class DynamoDbSmsNumberStore implements SmsNumberStore {
    private static final String PROJECT = "projectId";
    private static final String NUMBER = "e164";

    private final Table table;

    public DynamoDbSmsNumberStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<ProjectId> ownerOf(PhoneNumber number) {
        return table.find(Key.smsNumberOwner(number))
                .map(item -> new ProjectId(item.text(PROJECT)));
    }

    private Optional<PhoneNumber> numberOf(ProjectId project) {
        return table.find(Key.smsNumber(project)).map(item -> new PhoneNumber(item.text(NUMBER)));
    }

    @Override
    public boolean assign(ProjectId project, PhoneNumber number) {
        Backoff patience = new Backoff("concurrent changes of the project's number");
        while (true) {
            Optional<PhoneNumber> before = numberOf(project);
            if (before.equals(Optional.of(number))) {
                return true;
            }
            Condition own = new Condition(PROJECT, project.value());
            List<TransactWriteItem> writes = new ArrayList<>();
            writes.add(
                    put(
                            Item.at(Key.smsNumberOwner(number)).put(PROJECT, project.value()),
                            own.orAbsent()));
            writes.add(
                    put(
                            Item.at(Key.smsNumber(project)).put(NUMBER, number.e164()),
                            unchanged(before)));
            before.ifPresent(it -> writes.add(delete(Key.smsNumberOwner(it), own)));
            List<Table.Refusal> refusals = table.transact(writes);
            if (refusals.isEmpty()) {
                return true;
            }
            if (refusals.getFirst().index() == 0) {
                return false;
            }
            patience.waitOrGiveUp();
        }
    }

    @Override
    public void release(ProjectId project) {
        Backoff patience = new Backoff("concurrent changes of the project's number");
        while (true) {
            Optional<PhoneNumber> before = numberOf(project);
            if (before.isEmpty()
                    || table.transact(
                                    List.of(
                                            delete(
                                                    Key.smsNumberOwner(before.get()),
                                                    new Condition(PROJECT, project.value())),
                                            delete(
                                                    Key.smsNumber(project),
                                                    new Condition(NUMBER, before.get().e164()))))
                            .isEmpty()) {
                return;
            }
            patience.waitOrGiveUp();
        }
    }

    private static Condition unchanged(Optional<PhoneNumber> number) {
        return number.map(it -> new Condition(NUMBER, it.e164())).orElse(Condition.ABSENT);
    }

    /** A condition on the existing item. */
    private record Condition(String expression, Map<String, AttributeValue> values) {
        static final Condition ABSENT = new Condition("attribute_not_exists(pk)", Map.of());

        /** Requires that the attribute has this value. */
        Condition(String attribute, String value) {
            this(attribute + " = :it", Map.of(":it", AttributeValue.fromS(value)));
        }

        Condition orAbsent() {
            return new Condition(ABSENT.expression + " OR " + expression, values);
        }
    }

    private TransactWriteItem put(Item item, Condition condition) {
        return TransactWriteItem.builder()
                .put(
                        put -> {
                            put.tableName(table.name())
                                    .item(item.attributes())
                                    .conditionExpression(condition.expression())
                                    .returnValuesOnConditionCheckFailure(
                                            ReturnValuesOnConditionCheckFailure.ALL_OLD);
                            if (!condition.values().isEmpty()) {
                                put.expressionAttributeValues(condition.values());
                            }
                        })
                .build();
    }

    private TransactWriteItem delete(Key key, Condition condition) {
        return TransactWriteItem.builder()
                .delete(
                        delete ->
                                delete.tableName(table.name())
                                        .key(key.attributes())
                                        .conditionExpression(condition.expression())
                                        .expressionAttributeValues(condition.values()))
                .build();
    }
}

package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.InstagramAccountStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores two items per account, one keyed by account and one by project, always written together.
 */
public final class DynamoDbInstagramAccountStore implements InstagramAccountStore {
    private static final String PROJECT = "projectId";
    private static final String ACCOUNT = "accountId";

    private final Table table;

    public DynamoDbInstagramAccountStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<ProjectId> ownerOf(InstagramAccountId account) {
        return table.find(Key.instagramOwner(account))
                .map(item -> new ProjectId(item.text(PROJECT)));
    }

    @Override
    public Optional<InstagramAccountId> of(ProjectId project) {
        return table.find(Key.instagramAccount(project))
                .map(item -> new InstagramAccountId(item.text(ACCOUNT)));
    }

    @Override
    public boolean assign(ProjectId project, InstagramAccountId account) {
        Backoff patience = new Backoff("concurrent changes of the project's Instagram account");
        while (true) {
            Optional<InstagramAccountId> before = of(project);
            if (before.equals(Optional.of(account))) {
                return true;
            }
            Condition own = new Condition(PROJECT, project.value());
            List<TransactWriteItem> writes = new ArrayList<>();
            writes.add(
                    put(
                            Item.at(Key.instagramOwner(account)).put(PROJECT, project.value()),
                            own.orAbsent()));
            writes.add(
                    put(
                            Item.at(Key.instagramAccount(project)).put(ACCOUNT, account.value()),
                            unchanged(before)));
            before.ifPresent(it -> writes.add(delete(Key.instagramOwner(it), own)));
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
        Backoff patience = new Backoff("concurrent changes of the project's Instagram account");
        while (true) {
            Optional<InstagramAccountId> before = of(project);
            if (before.isEmpty()
                    || table.transact(
                                    List.of(
                                            delete(
                                                    Key.instagramOwner(before.get()),
                                                    new Condition(PROJECT, project.value())),
                                            delete(
                                                    Key.instagramAccount(project),
                                                    new Condition(ACCOUNT, before.get().value()))))
                            .isEmpty()) {
                return;
            }
            patience.waitOrGiveUp();
        }
    }

    private static Condition unchanged(Optional<InstagramAccountId> account) {
        return account.map(it -> new Condition(ACCOUNT, it.value())).orElse(Condition.ABSENT);
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

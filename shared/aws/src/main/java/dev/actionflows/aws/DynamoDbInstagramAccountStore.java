package dev.actionflows.aws;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
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
 * An account with an access token has a third one, in the list of these accounts.
 */
public final class DynamoDbInstagramAccountStore implements InstagramAccountStore {
    private static final String PROJECT = "projectId";
    private static final String ACCOUNT = InstagramAccountItem.ACCOUNT;

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
    public Optional<InstagramAccount> find(ProjectId project) {
        return table.find(Key.instagramAccount(project)).map(InstagramAccountItem::decode);
    }

    @Override
    public boolean assign(
            ProjectId project, InstagramAccountId account, Optional<InstagramAccess> access) {
        Backoff patience = new Backoff("concurrent changes of the project's Instagram account");
        while (true) {
            Optional<InstagramAccountId> before = of(project);
            if (before.equals(Optional.of(account)) && access.isEmpty()) {
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
                            InstagramAccountItem.encode(
                                    project, new InstagramAccount(account, access)),
                            unchanged(before)));
            before.filter(it -> !it.equals(account))
                    .ifPresent(it -> writes.add(delete(Key.instagramOwner(it), own)));
            writes.add(
                    access.isPresent()
                            ? put(
                                    Item.at(Key.instagramAccess(project))
                                            .put(PROJECT, project.value()),
                                    own.orAbsent())
                            : delete(Key.instagramAccess(project), own.orAbsent()));
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
    public boolean replace(ProjectId project, InstagramAccount expected, InstagramAccess updated) {
        String token = expected.access().orElseThrow().token().base64();
        return table.transact(
                        List.of(
                                put(
                                        InstagramAccountItem.encode(
                                                project,
                                                new InstagramAccount(
                                                        expected.id(), Optional.of(updated))),
                                        new Condition(ACCOUNT, expected.id().value())
                                                .and(InstagramAccountItem.TOKEN, token)
                                                .without(InstagramAccountItem.ENDED_AT))))
                .isEmpty();
    }

    @Override
    public void release(ProjectId project) {
        Backoff patience = new Backoff("concurrent changes of the project's Instagram account");
        while (true) {
            Optional<InstagramAccountId> before = of(project);
            Condition own = new Condition(PROJECT, project.value());
            if (before.isEmpty()
                    || table.transact(
                                    List.of(
                                            delete(Key.instagramOwner(before.get()), own),
                                            delete(
                                                    Key.instagramAccount(project),
                                                    new Condition(ACCOUNT, before.get().value())),
                                            delete(Key.instagramAccess(project), own.orAbsent())))
                            .isEmpty()) {
                return;
            }
            patience.waitOrGiveUp();
        }
    }

    @Override
    public Page<ProjectId> withAccess(Optional<String> cursor, int limit) {
        List<Item> found =
                table.list(
                        Key.INSTAGRAM_ACCESS_PARTITION,
                        Key.PROJECT_PREFIX,
                        cursor.map(Key.PROJECT_PREFIX::concat),
                        limit);
        List<ProjectId> projects =
                found.stream().limit(limit).map(item -> new ProjectId(item.text(PROJECT))).toList();
        return new Page<>(
                projects,
                found.size() < limit ? Optional.empty() : Optional.of(projects.getLast().value()));
    }

    private static Condition unchanged(Optional<InstagramAccountId> account) {
        return account.map(it -> new Condition(ACCOUNT, it.value())).orElse(Condition.ABSENT);
    }

    /** A condition on the existing item. */
    private record Condition(
            String expression, Map<String, String> names, Map<String, AttributeValue> values) {
        static final Condition ABSENT =
                new Condition("attribute_not_exists(pk)", Map.of(), Map.of());

        /** Requires that the attribute has this value. */
        Condition(String attribute, String value) {
            this("#it = :it", Map.of("#it", attribute), Map.of(":it", AttributeValue.fromS(value)));
        }

        Condition orAbsent() {
            return new Condition(ABSENT.expression + " OR " + expression, names, values);
        }

        /** Requires also that this attribute is absent. */
        Condition without(String attribute) {
            return new Condition(
                    expression + " AND attribute_not_exists(" + attribute + ")", names, values);
        }

        /** Requires also that another attribute has this value. */
        Condition and(String attribute, String value) {
            return new Condition(
                    expression + " AND #other = :other",
                    Map.of("#it", names.get("#it"), "#other", attribute),
                    Map.of(":it", values.get(":it"), ":other", AttributeValue.fromS(value)));
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
                                put.expressionAttributeNames(condition.names())
                                        .expressionAttributeValues(condition.values());
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
                                        .expressionAttributeNames(condition.names())
                                        .expressionAttributeValues(condition.values()))
                .build();
    }
}

package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Stores projects as items. */
public final class DynamoDbProjectStore implements ProjectStore {
    private final Table table;

    public DynamoDbProjectStore(Table table) {
        this.table = table;
    }

    @Override
    public void create(Project project) {
        table.putNew(ProjectItem.encode(project));
    }

    @Override
    public Optional<Project> find(ProjectId id) {
        return table.find(Key.project(id)).map(ProjectItem::decode);
    }

    @Override
    public Optional<Project> change(ProjectId id, UnaryOperator<Project> change) {
        Backoff patience = new Backoff("concurrent changes of the project");
        while (true) {
            Optional<Project> found = find(id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            long revision = found.get().revision();
            Project changed = change.apply(found.get()).withRevision(revision + 1);
            if (replace(changed, revision)) {
                return Optional.of(changed);
            }
            patience.waitOrGiveUp();
        }
    }

    private boolean replace(Project project, long expectedRevision) {
        return table.putIf(
                        ProjectItem.REVISION + " = :revision",
                        Map.of(":revision", AttributeValue.fromN(Long.toString(expectedRevision))),
                        ProjectItem.encode(project))
                .isEmpty();
    }
}

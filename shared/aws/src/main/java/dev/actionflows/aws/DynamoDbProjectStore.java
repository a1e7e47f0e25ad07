package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Stores projects as items. */
public final class DynamoDbProjectStore implements ProjectStore {
    /** Partition of the entries that only list the projects. */
    private static final String LIST = "PROJECTS";

    private final Table table;

    public DynamoDbProjectStore(Table table) {
        this.table = table;
    }

    @Override
    public void create(Project project) {
        // first, so that no project is left out of the list
        enlist(project.id());
        table.putNew(ProjectItem.encode(project));
    }

    private void enlist(ProjectId project) {
        table.put(Item.at(new Key(LIST, Key.PROJECT_PREFIX + project)).put("id", project.value()));
    }

    @Override
    public Page<Project> list(Optional<String> cursor, int limit) {
        Optional<ProjectId> after = Cursor.decode(cursor, ProjectId::parse);
        Page<ProjectId> page =
                Pages.of(
                        table
                                .list(
                                        LIST,
                                        Key.PROJECT_PREFIX,
                                        after.map(it -> Key.PROJECT_PREFIX + it),
                                        limit + 1)
                                .stream()
                                .map(item -> new ProjectId(item.text("id")))
                                .toList(),
                        limit,
                        ProjectId::value);
        Map<Key, Item> found = table.findAll(page.items().stream().map(Key::project).toList());
        return new Page<>(
                page.items().stream()
                        .flatMap(id -> Optional.ofNullable(found.get(Key.project(id))).stream())
                        .map(ProjectItem::decode)
                        .toList(),
                page.next());
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
            // of a project from before there was a list
            enlist(id);
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

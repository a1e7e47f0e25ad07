package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

public final class InMemoryProjectStore implements ProjectStore {
    private final Map<ProjectId, Project> projects = new ConcurrentHashMap<>();

    @Override
    public void create(Project project) {
        if (projects.putIfAbsent(project.id(), project) != null) {
            throw new IllegalStateException("project " + project.id() + " already exists");
        }
    }

    @Override
    public Optional<Project> find(ProjectId id) {
        return Optional.ofNullable(projects.get(id));
    }

    @Override
    public Optional<Project> change(ProjectId id, UnaryOperator<Project> change) {
        return Optional.ofNullable(
                projects.computeIfPresent(
                        id,
                        (_, project) ->
                                change.apply(project).withRevision(project.revision() + 1)));
    }
}

package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.StreamingAppStates.AppEndpoint;
import dev.actionflows.domain.project.StreamingAppStates.AppLimit;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Pages;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

public final class InMemoryProjectStore implements ProjectStore, StreamingAppStore {
    private static final Pages<Project> PROJECTS =
            Pages.ascending(project -> project.id().value(), "prj_[0-9a-z]{16}");

    private final Map<ProjectId, Project> projects = new ConcurrentHashMap<>();

    @Override
    public void create(Project project) {
        if (projects.putIfAbsent(project.id(), project) != null) {
            throw new IllegalStateException("project " + project.id() + " already exists");
        }
    }

    @Override
    public Page<Project> list(Optional<String> cursor, int limit) {
        return PROJECTS.page(List.copyOf(projects.values()), cursor, limit);
    }

    @Override
    public Optional<Project> find(ProjectId id) {
        return Optional.ofNullable(projects.get(id));
    }

    @Override
    public Optional<Project> change(ProjectId id, UnaryOperator<Project> change) {
        while (true) {
            Project found = projects.get(id);
            if (found == null) {
                return Optional.empty();
            }
            Project changed = change.apply(found).withRevision(found.revision() + 1);
            if (projects.replace(id, found, changed)) {
                return Optional.of(changed);
            }
        }
    }

    @Override
    public void limited(ProjectId id, StreamingProvider provider, String app, Instant until) {
        changeStates(
                id,
                states ->
                        states.limitedUntil(provider, app)
                                        .filter(it -> !it.isBefore(until.minus(SAME_LIMIT)))
                                        .isPresent()
                                ? states
                                : states.with(provider, new AppLimit(app, until)));
    }

    @Override
    public void learned(
            ProjectId id, StreamingOperation operation, String app, SpotifyEndpoint endpoint) {
        AppEndpoint learned = new AppEndpoint(app, endpoint);
        changeStates(id, states -> states.with(operation, learned));
    }

    private void changeStates(ProjectId id, UnaryOperator<StreamingAppStates> change) {
        projects.computeIfPresent(
                id,
                (_, project) -> {
                    StreamingAppStates changed = change.apply(project.streamingApps());
                    return changed.equals(project.streamingApps())
                            ? project
                            : project.withStreamingApps(changed)
                                    .withRevision(project.revision() + 1);
                });
    }
}

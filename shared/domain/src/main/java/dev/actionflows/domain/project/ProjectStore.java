package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;
import java.util.function.UnaryOperator;

public interface ProjectStore {
    /** Stores a new project. */
    void create(Project project);

    Optional<Project> find(ProjectId id);

    /**
     * Applies a change, again if somebody else changed the project in between, so that no change is
     * lost.
     *
     * @return the project as stored; empty when there is none
     */
    Optional<Project> change(ProjectId id, UnaryOperator<Project> change);
}

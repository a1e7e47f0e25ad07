package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;
import java.util.function.UnaryOperator;

public interface ProjectStore {
    /** Stores a new project. */
    void create(Project project);

    Optional<Project> find(ProjectId id);

    /**
     * All projects, by id. A project from before there was this list is in it once it was changed.
     *
     * @param cursor the end of the previous page
     */
    Page<Project> list(Optional<String> cursor, int limit);

    /**
     * Applies a change, again if the project was changed concurrently, so that no update is lost.
     *
     * @return the project as stored; empty if it does not exist
     */
    Optional<Project> change(ProjectId id, UnaryOperator<Project> change);
}

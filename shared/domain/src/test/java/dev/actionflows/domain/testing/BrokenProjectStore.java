package dev.actionflows.domain.testing;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A project store whose every call fails.
 *
 * @param failure of every call
 */
public record BrokenProjectStore(RuntimeException failure) implements ProjectStore {
    /** One for each failure that a handler reports as a server error. */
    public static List<BrokenProjectStore> inEachWay() {
        return failures().stream().map(BrokenProjectStore::new).toList();
    }

    /** A transient and a permanent failure. */
    public static List<RuntimeException> failures() {
        return List.of(
                new ProblemException(ErrorCode.TRY_AGAIN, "busy"),
                new IllegalStateException("the table is gone"));
    }

    @Override
    public void create(Project project) {
        throw failure;
    }

    @Override
    public Page<Project> list(Optional<String> cursor, int limit) {
        throw failure;
    }

    @Override
    public Optional<Project> find(ProjectId id) {
        throw failure;
    }

    @Override
    public Optional<Project> change(ProjectId id, UnaryOperator<Project> change) {
        throw failure;
    }
}

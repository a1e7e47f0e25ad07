package dev.actionflows.domain.testing;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A store of projects that is out of order, so that nothing can be done for anybody.
 *
 * @param failure of each of its calls
 */
public record BrokenProjectStore(RuntimeException failure) implements ProjectStore {
    /** One for each way in which a handler answers that it is not the caller's fault. */
    public static List<BrokenProjectStore> inEachWay() {
        return failures().stream().map(BrokenProjectStore::new).toList();
    }

    /** Busy, and gone. */
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
    public Optional<Project> find(ProjectId id) {
        throw failure;
    }

    @Override
    public Optional<Project> change(ProjectId id, UnaryOperator<Project> change) {
        throw failure;
    }
}

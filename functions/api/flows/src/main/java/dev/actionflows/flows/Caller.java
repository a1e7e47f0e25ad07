package dev.actionflows.flows;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;

/** Who sent a request, as the key they showed proves, and what they may touch. */
sealed interface Caller {
    /**
     * The project whose key was shown.
     *
     * @throws ProblemException NOT_ALLOWED when it was the administrator's
     */
    Project project();

    /**
     * The project that the path names.
     *
     * @throws ProblemException NOT_FOUND when the caller has nothing to do with it: whether there
     *     is such a project is nobody else's business
     */
    ProjectId projectIn(HttpRequest request);

    /**
     * @throws ProblemException NOT_ALLOWED for everybody but the administrator
     */
    void requireAdministrator();

    /** Who deployed this; makes projects and may see to their accounts. */
    record Administrator() implements Caller {
        @Override
        public Project project() {
            throw notAllowed("this takes the secret key of a project");
        }

        @Override
        public ProjectId projectIn(HttpRequest request) {
            return PathIds.project(request);
        }

        @Override
        public void requireAdministrator() {}
    }

    /** A server of the project whose secret key was shown. */
    record Developer(Project project, ApiKey key) implements Caller {
        @Override
        public ProjectId projectIn(HttpRequest request) {
            return ownProjectIn(request, project);
        }

        @Override
        public void requireAdministrator() {
            throw notAllowed("this takes the administrator key");
        }
    }

    /**
     * A server of the project whose key ended by the very rotation for whose answer it asks again:
     * it may be told the answer, and do nothing.
     */
    record Predecessor(Project project, ApiKey key) implements Caller {
        @Override
        public ProjectId projectIn(HttpRequest request) {
            return ownProjectIn(request, project);
        }

        @Override
        public void requireAdministrator() {
            throw notAllowed("this takes the administrator key");
        }
    }

    private static ProjectId ownProjectIn(HttpRequest request, Project own) {
        ProjectId named = PathIds.project(request);
        if (!named.equals(own.id())) {
            throw ProblemException.notFound("there is no project " + named);
        }
        return named;
    }

    private static ProblemException notAllowed(String detail) {
        return new ProblemException(ErrorCode.NOT_ALLOWED, detail);
    }
}

package dev.actionflows.flows;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;

/** The authenticated sender of a request and what they have access to. */
sealed interface Caller {
    /**
     * The caller's project.
     *
     * @throws ProblemException NOT_ALLOWED for the administrator
     */
    Project project();

    /**
     * The project in the path.
     *
     * @throws ProblemException NOT_FOUND when the caller has no access to the project, to hide
     *     whether it exists
     */
    ProjectId projectIn(HttpRequest request);

    /**
     * @throws ProblemException NOT_ALLOWED for everyone but the administrator
     */
    void requireAdministrator();

    /** The operator of the deployment, who creates projects and manages their accounts. */
    record Administrator() implements Caller {
        @Override
        public Project project() {
            throw notAllowed("this operation requires the secret key of a project");
        }

        @Override
        public ProjectId projectIn(HttpRequest request) {
            return PathIds.project(request);
        }

        @Override
        public void requireAdministrator() {}
    }

    /** A server of the project, authenticated with the project's secret key. */
    record Developer(Project project, ApiKey key) implements Caller {
        @Override
        public ProjectId projectIn(HttpRequest request) {
            return ownProjectIn(request, project);
        }

        @Override
        public void requireAdministrator() {
            throw notAllowed("this operation requires the administrator key");
        }
    }

    /**
     * A server of the project whose key was replaced by the same rotation that it now retries. It
     * may read the stored response and has no other access.
     */
    record Predecessor(Project project, ApiKey key) implements Caller {
        @Override
        public ProjectId projectIn(HttpRequest request) {
            return ownProjectIn(request, project);
        }

        @Override
        public void requireAdministrator() {
            throw notAllowed("this operation requires the administrator key");
        }
    }

    private static ProjectId ownProjectIn(HttpRequest request, Project own) {
        ProjectId named = PathIds.project(request);
        if (!named.equals(own.id())) {
            throw ProblemException.notFound("no such project: " + named);
        }
        return named;
    }

    private static ProblemException notAllowed(String detail) {
        return new ProblemException(ErrorCode.NOT_ALLOWED, detail);
    }
}

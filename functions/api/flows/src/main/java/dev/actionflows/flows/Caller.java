package dev.actionflows.flows;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.ConsoleSession;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;

import java.util.Optional;

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
     * The administrator has all roles, though no project.
     *
     * @throws ProblemException NOT_ALLOWED if the caller's key does not include this role
     */
    void require(Role required);

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
        public void require(Role required) {}

        @Override
        public void requireAdministrator() {}
    }

    /**
     * A server or a person of the project, authenticated with a key of the project or with the
     * session that began with it.
     *
     * @param role what the key permits
     * @param keyHash see {@link ApiKey#hash}
     * @param session empty if the request contains the key itself
     */
    record KeyHolder(Project project, Role role, String keyHash, Optional<ConsoleSession> session)
            implements Caller {
        @Override
        public ProjectId projectIn(HttpRequest request) {
            return ownProjectIn(request, project);
        }

        @Override
        public void require(Role required) {
            if (!role.includes(required)) {
                throw notAllowed(
                        "this operation requires the role %s, and the key has the role %s"
                                .formatted(required.wireName(), role.wireName()));
            }
        }

        @Override
        public void requireAdministrator() {
            throw notAllowed("this operation requires the administrator key");
        }
    }

    /**
     * A server or a person of the project whose secret key was replaced by the same rotation that
     * is now retried. It may read the stored response and has no other access.
     *
     * @param keyHash see {@link ApiKey#hash}
     */
    record Predecessor(Project project, String keyHash) implements Caller {
        @Override
        public ProjectId projectIn(HttpRequest request) {
            return ownProjectIn(request, project);
        }

        @Override
        public void require(Role required) {}

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

package dev.actionflows.flows;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.lambda.http.HttpRequest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Authenticates callers by the key in {@code Authorization: Bearer} (RFC 6750, section 2.1). */
final class Authentication {
    private static final Pattern BEARER =
            Pattern.compile("(?i)bearer +(?<key>[\\x21-\\x7E]{1,200})");

    private final ProjectStore projects;
    private final Supplier<String> administratorKey;
    private final InstantSource clock;

    Authentication(ProjectStore projects, Supplier<String> administratorKey, InstantSource clock) {
        this.projects = projects;
        this.administratorKey = administratorKey;
        this.clock = clock;
    }

    /**
     * @param hasBegun whether a key that is no longer valid was valid when this same request first
     *     began
     * @throws ProblemException NOT_AUTHENTICATED for any problem with the key, without saying
     *     which; NOT_ALLOWED for a publishable key, which is valid but has no access here
     */
    Caller callerOf(HttpRequest request, Predicate<ApiKey> hasBegun) {
        String key =
                request.header("Authorization")
                        .map(BEARER::matcher)
                        .filter(Matcher::matches)
                        .map(bearer -> bearer.group("key"))
                        .orElseThrow(Authentication::notAuthenticated);
        Optional<ApiKey> projectKey = ApiKey.parse(key);
        return projectKey.isPresent() ? developer(projectKey.get(), hasBegun) : administrator(key);
    }

    private Caller developer(ApiKey key, Predicate<ApiKey> hasBegun) {
        Project project =
                projects.find(key.project()).orElseThrow(Authentication::notAuthenticated);
        if (!key.isAmong(project.keys(), clock.instant())) {
            if (key.kind() == ApiKey.Kind.SECRET && hasBegun.test(key)) {
                return new Caller.Predecessor(project, key);
            }
            throw notAuthenticated();
        }
        return switch (key.kind()) {
            case SECRET -> new Caller.Developer(project, key);
            case PUBLISHABLE ->
                    throw new ProblemException(
                            ErrorCode.NOT_ALLOWED,
                            "a publishable key has no access to this operation; use the project's"
                                    + " secret key");
        };
    }

    private Caller administrator(String key) {
        if (!MessageDigest.isEqual(bytes(key), bytes(administratorKey.get()))) {
            throw notAuthenticated();
        }
        return new Caller.Administrator();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ProblemException notAuthenticated() {
        return new ProblemException(
                ErrorCode.NOT_AUTHENTICATED, "a valid key is required: Authorization: Bearer sk_…");
    }
}

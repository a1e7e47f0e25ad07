package dev.actionflows.embedevents;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.lambda.http.HttpRequest;

import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who sends a request, as the key proves.
 *
 * @param kind a server's key, or one that everybody can read
 */
record Sender(Project project, ApiKey.Kind kind) {
    private static final Pattern BEARER =
            Pattern.compile("(?i)bearer +(?<key>[\\x21-\\x7E]{1,200})");

    /** Finds out who sends a request. */
    record Authentication(ProjectStore projects, InstantSource clock) {
        /**
         * By {@code Authorization: Bearer}, or by {@code ?key=} for pages: a browser asks before it
         * sends, and shows no header of ours then.
         *
         * @throws ProblemException NOT_AUTHENTICATED, the same whatever is wrong with the key
         */
        Sender of(HttpRequest request) {
            Optional<String> header = request.header("Authorization");
            Optional<ApiKey> key =
                    header.isPresent()
                            ? header.map(BEARER::matcher)
                                    .filter(Matcher::matches)
                                    .flatMap(it -> ApiKey.parse(it.group("key")))
                            : ofUrl(request);
            return key.flatMap(this::genuine)
                    .orElseThrow(
                            () ->
                                    new ProblemException(
                                            ErrorCode.NOT_AUTHENTICATED,
                                            "show a key that is known here: Authorization: Bearer"
                                                    + " sk_…, or ?key=pk_… in a page"));
        }

        /** URLs are logged on their way: a secret key in one is as good as none. */
        private static Optional<ApiKey> ofUrl(HttpRequest request) {
            return request.queryParameter("key")
                    .flatMap(ApiKey::parse)
                    .filter(key -> key.kind() == ApiKey.Kind.PUBLISHABLE);
        }

        private Optional<Sender> genuine(ApiKey key) {
            return projects.find(key.project())
                    .filter(project -> key.isAmong(project.keys(), clock.instant()))
                    .map(project -> new Sender(project, key.kind()));
        }
    }
}

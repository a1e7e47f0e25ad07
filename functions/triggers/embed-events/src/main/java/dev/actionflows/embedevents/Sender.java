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
 * The authenticated sender of a request.
 *
 * @param kind what the key says about the sender
 */
record Sender(Project project, Kind kind) {
    /** Where requests come from. */
    enum Kind {
        /** A server, with the secret key. */
        SERVER,
        /** A page, with the publishable key, which anybody can read. */
        PAGE
    }

    private static final Pattern BEARER =
            Pattern.compile("(?i)bearer +(?<key>[\\x21-\\x7E]{1,200})");

    /** Authenticates requests. */
    record Authentication(ProjectStore projects, InstantSource clock) {
        /**
         * Reads the key from {@code Authorization: Bearer}, or from {@code ?key=} for pages because
         * browsers send no headers of ours in a preflight request.
         *
         * @throws ProblemException NOT_AUTHENTICATED for any problem with the key, without saying
         *     which; NOT_ALLOWED for a valid key of another kind, which sends no events
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
                                            "a valid key is required: Authorization: Bearer"
                                                    + " sk_…, or ?key=pk_… in a page"));
        }

        /** Rejects secret keys in URLs: proxies log URLs, so such a key counts as leaked. */
        private static Optional<ApiKey> ofUrl(HttpRequest request) {
            return request.queryParameter("key")
                    .flatMap(ApiKey::parse)
                    .filter(key -> key.kind() == ApiKey.Kind.PUBLISHABLE);
        }

        private Optional<Sender> genuine(ApiKey key) {
            return projects.find(key.project())
                    .filter(project -> key.isAmong(project.keys(), clock.instant()))
                    .map(project -> new Sender(project, senderWith(key.kind())));
        }

        private static Kind senderWith(ApiKey.Kind key) {
            return switch (key) {
                case SECRET -> Kind.SERVER;
                case PUBLISHABLE -> Kind.PAGE;
                case LOOK, EDIT, OPERATE ->
                        throw new ProblemException(
                                ErrorCode.NOT_ALLOWED,
                                "this operation requires the project's secret key or, in a page,"
                                        + " its publishable key; this is its %s key"
                                                .formatted(key.wireName()));
            };
        }
    }
}

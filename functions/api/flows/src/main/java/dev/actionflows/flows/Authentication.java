package dev.actionflows.flows;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.ConsoleSession;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.project.SessionToken;
import dev.actionflows.lambda.http.HttpRequest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Authenticates callers by the key in {@code Authorization: Bearer} (RFC 6750, section 2.1), or
 * without this header by the session in the cookie.
 */
final class Authentication {
    private static final Pattern BEARER =
            Pattern.compile("(?i)bearer +(?<key>[\\x21-\\x7E]{1,200})");

    /** A page of another origin can send neither this header nor any other of its own choice. */
    private static final String OWN_HEADER = "X-Requested-By";

    private static final String CONSOLE = "console";

    private final ProjectStore projects;
    private final SessionToken tokens;
    private final Supplier<String> administratorKey;
    private final InstantSource clock;

    Authentication(
            ProjectStore projects,
            SessionToken tokens,
            Supplier<String> administratorKey,
            InstantSource clock) {
        this.projects = projects;
        this.tokens = tokens;
        this.administratorKey = administratorKey;
        this.clock = clock;
    }

    /**
     * @param hasBegun whether a key that is no longer valid, given by project and hash, was valid
     *     when this same request first began
     * @throws ProblemException NOT_AUTHENTICATED for any problem with the key or the session,
     *     without saying which; NOT_ALLOWED for a publishable key, which is valid but has no access
     *     here, and for a change with a session but without the header of the console
     */
    Caller callerOf(HttpRequest request, BiPredicate<Project, String> hasBegun) {
        Optional<String> header = request.header("Authorization");
        return header.isPresent()
                ? byKey(header.get(), hasBegun)
                : bySession(
                        SessionCookie.of(request).orElseThrow(Authentication::notAuthenticated),
                        request,
                        hasBegun);
    }

    private Caller byKey(String header, BiPredicate<Project, String> hasBegun) {
        Matcher bearer = BEARER.matcher(header);
        if (!bearer.matches()) {
            throw notAuthenticated();
        }
        String text = bearer.group("key");
        Optional<ApiKey> key = ApiKey.parse(text);
        return key.isPresent() ? byKey(key.get(), hasBegun) : administrator(text);
    }

    private Caller byKey(ApiKey key, BiPredicate<Project, String> hasBegun) {
        Project project =
                projects.find(key.project()).orElseThrow(Authentication::notAuthenticated);
        return caller(project, key.kind(), key.hash(), Optional.empty(), hasBegun);
    }

    private Caller bySession(
            String token, HttpRequest request, BiPredicate<Project, String> hasBegun) {
        Project project =
                SessionToken.projectOf(token)
                        .flatMap(projects::find)
                        .orElseThrow(Authentication::notAuthenticated);
        ConsoleSession session =
                tokens.verify(project, token, clock.instant())
                        .orElseThrow(Authentication::notAuthenticated);
        Caller caller =
                caller(project, session.kind(), session.keyHash(), Optional.of(session), hasBegun);
        if (!request.method().equals("GET")) {
            requireConsole(request);
        }
        return caller;
    }

    private Caller caller(
            Project project,
            ApiKey.Kind kind,
            String keyHash,
            Optional<ConsoleSession> session,
            BiPredicate<Project, String> hasBegun) {
        if (!project.keys().isValid(kind, keyHash, clock.instant())) {
            if (kind == ApiKey.Kind.SECRET && hasBegun.test(project, keyHash)) {
                return new Caller.Predecessor(project, keyHash);
            }
            throw notAuthenticated();
        }
        return new Caller.KeyHolder(project, roleOf(kind), keyHash, session);
    }

    private static Role roleOf(ApiKey.Kind kind) {
        return kind.role()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ErrorCode.NOT_ALLOWED,
                                        "a publishable key has no access to this operation; use"
                                                + " the project's secret key"));
    }

    private Caller administrator(String key) {
        if (!MessageDigest.isEqual(bytes(key), bytes(administratorKey.get()))) {
            throw notAuthenticated();
        }
        return new Caller.Administrator();
    }

    /** Somebody who has just signed in. */
    record SignedIn(Project project, ConsoleSession session, String token) {}

    /**
     * Begins a session.
     *
     * @param text the key of a project; the administrator's is not accepted
     * @throws ProblemException NOT_AUTHENTICATED, NOT_ALLOWED as in {@link #callerOf}
     */
    SignedIn signIn(String text) {
        ApiKey key = ApiKey.parse(text).orElseThrow(Authentication::notAuthenticated);
        Caller caller = byKey(key, (_, _) -> false);
        Instant now = clock.instant();
        String token = tokens.issue(caller.project(), key, now);
        return new SignedIn(
                caller.project(), tokens.verify(caller.project(), token, now).orElseThrow(), token);
    }

    /**
     * Protects against requests that another site makes a browser send, with or without a session.
     *
     * @throws ProblemException NOT_ALLOWED
     */
    static void requireConsole(HttpRequest request) {
        if (request.header(OWN_HEADER).filter(CONSOLE::equals).isEmpty()) {
            throw new ProblemException(
                    ErrorCode.NOT_ALLOWED,
                    "signing in and out, and every change with a session, requires the header %s:"
                                    .formatted(OWN_HEADER)
                            + " "
                            + CONSOLE);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ProblemException notAuthenticated() {
        return new ProblemException(
                ErrorCode.NOT_AUTHENTICATED, "a valid key is required: Authorization: Bearer sk_…");
    }
}

package dev.actionflows.flows;

import dev.actionflows.domain.project.ConsoleSession;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/session}: signing in to the web console, and out. */
final class SessionResource {
    private static final String PATH = "/v1/session";
    private static final String KEY = "key";
    private static final int MAX_KEY_LENGTH = 200;

    private final Authentication authentication;

    SessionResource(Authentication authentication) {
        this.authentication = authentication;
    }

    List<Route> routes() {
        return List.of(
                new Route.Open("POST", PATH, this::signIn),
                Route.get(PATH, SessionResource::current),
                new Route.Open("DELETE", PATH, SessionResource::signOut));
    }

    private HttpResponse signIn(HttpRequest request) {
        Authentication.requireConsole(request);
        String key =
                Bodies.decode(
                        request,
                        fields ->
                                fields.required(
                                        KEY,
                                        text ->
                                                Optional.of(text)
                                                        .filter(
                                                                it ->
                                                                        it.length()
                                                                                <= MAX_KEY_LENGTH),
                                        "a key of at most %d characters"
                                                .formatted(MAX_KEY_LENGTH)));
        Authentication.SignedIn signedIn = authentication.signIn(key);
        return shown(201, signedIn.project(), signedIn.session())
                .withHeader("Set-Cookie", SessionCookie.set(signedIn.token()));
    }

    private static HttpResponse current(HttpRequest request, Caller caller) {
        return switch (caller) {
            case Caller.KeyHolder(Project project, _, _, Optional<ConsoleSession> session) ->
                    shown(200, project, session.orElseThrow(Authentication::notAuthenticated));
            case Caller.Administrator _, Caller.Predecessor _ ->
                    throw Authentication.notAuthenticated();
        };
    }

    /** Works without a valid session, too: whoever signs out is out. */
    private static HttpResponse signOut(HttpRequest request) {
        Authentication.requireConsole(request);
        return HttpResponse.noContent().withHeader("Set-Cookie", SessionCookie.remove());
    }

    private static HttpResponse shown(int status, Project project, ConsoleSession session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("projectId", project.id().value());
        json.put("projectName", project.name());
        json.put("role", session.kind().role().orElseThrow().wireName());
        json.put("expiresAt", Times.text(session.endsAt()));
        return HttpResponse.json(status, json);
    }
}
